"""One batch of the daily run: the work of one cycle for some municipalities."""

from typing import Annotated, Any

from prefect.client.schemas.objects import State
from pydantic import Field

from tasks.steps import cycle
from tasks.work_batches import run_batch
from terugkom.record_numbers import MOST_NUMBER

BatchId = Annotated[int, Field(ge=1, le=MOST_NUMBER, json_schema_extra={"title": "Batch"})]


@cycle("work-batch", run_name=None)
def work_batch(batch: BatchId) -> State[Any]:
    """Do one batch of what the daily run found due.

    Started by the daily run, once for each cycle and batch. A batch that is done, or that another run is at
    work on, is left alone; one whose run died is gone on with.

    Args:
        batch: The number of the batch in the database.
    """
    return run_batch(batch)
