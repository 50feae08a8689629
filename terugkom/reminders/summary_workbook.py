"""The workbook with the coordinator's summary, if the municipality wants it: the plan of that day."""

from pathlib import Path
from tempfile import TemporaryDirectory

from terugkom.database.connection_pool import Database
from terugkom.delivery.enqueue import RunContext
from terugkom.documents.letter import Attachment
from terugkom.documents.messages import translate
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.model import Municipality

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export_summary_workbook(database: Database, run: RunContext) -> tuple[Attachment, ...]:
    """Return the current workbook of a municipality, with its stamp; nothing if it is not wanted."""
    if not MediaSettings.from_overrides(run.municipality.media_settings).summary_workbook:
        return ()
    from terugkom.workbook.export_plan import export_workbook  # here: few want it, and it takes long

    name = f"{run.municipality.slug}-{translate('workbook.file-name', run.municipality.language)}.xlsx"
    with TemporaryDirectory() as folder, database.write_session() as session:
        path = Path(folder) / name
        export_workbook(session, session.get_one(Municipality, run.municipality.id), path, run.now)
        return (Attachment(name, _MEDIA_TYPE, path.read_bytes()),)
