"""Apply `prefect.yaml` to a Prefect server: Prefect's own `prefect deploy`, and what it leaves to others.

`terugkom deploy` does it on any server. `serve` does it on its own by `python -m deployments.apply WORKER`,
before it starts the worker of that name. `prefect deploy` creates and updates deployments; it needs the work
pool, and a deployment that is no longer in the file it leaves on the server, where its schedule would go on.
"""

import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import StringIO

from prefect.blocks.core import Block
from prefect.cli import app
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import BlockDocumentUpdate, WorkPoolCreate
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterTags,
    WorkPoolFilter,
    WorkPoolFilterName,
)
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound

from deployments.forms import PREFECT_FILE, find_api, load_deployments, update_forms_and_print
from deployments.interrupted_runs import mark_interrupted_runs_crashed
from deployments.run_limit import limit_runs_at_once
from deployments.serve import WORK_POOL
from tasks.channel_blocks import CHANNEL_BLOCKS
from tasks.mail_blocks import MailboxSettings, OAuthClientSettings, SmtpSettings
from tasks.run_tags import TAG
from terugkom.demo_day import find_today
from terugkom.errors import TerugkomError
from terugkom.installation import load_settings, open_installation


def prepare_server() -> None:
    """Create the work pool and the block types on the server, if they are not there."""
    with get_client(sync_client=True) as client, suppress(ObjectAlreadyExists):
        client.create_work_pool(WorkPoolCreate(name=WORK_POOL, type="process"))
    of_mail: tuple[type[Block], ...] = (SmtpSettings, MailboxSettings, OAuthClientSettings)
    blocks: tuple[type[Block], ...] = (*of_mail, *CHANNEL_BLOCKS.values())
    for block in blocks:
        block.register_type_and_schema()
        _give_current_form(block)


def _give_current_form(block: type[Block]) -> None:
    """Have saved blocks of an earlier version show the form of this one; what is in them stays."""
    current = block._block_schema_id  # noqa: SLF001  it has no public name
    with get_client(sync_client=True) as client:
        for saved in client.read_block_documents_by_type(block.get_block_type_slug()):
            if saved.block_schema_id != current:
                client.update_block_document(saved.id, BlockDocumentUpdate(block_schema_id=current, data={}))


def apply_deployments() -> list[str]:
    """Create or update each deployment, and remove those that are gone; return the names of the removed ones.

    Late runs are kept: a daily run that was missed while the server was down is still executed.
    Raises TerugkomError with Prefect's message if it refuses the file.
    """
    _run_prefect("--no-prompt", "deploy", "--all", "--prefect-file", str(PREFECT_FILE))
    return remove_gone_deployments({each["name"] for each in load_deployments()})


def complete_forms(say: Callable[[str], None]) -> None:
    """Write what exists into the forms of the deployments; that it fails is said, and stops nothing."""
    with open_installation() as installation:
        today = find_today(installation.is_demo)
        update_forms_and_print(installation.database, installation.settings, today, say)


def remove_gone_deployments(names: set[str]) -> list[str]:
    """Delete our deployments that have none of these names; return their names.

    Ours are tagged, lie in our work pool and have the name of their flow: a copy that somebody made in the UI
    has another name, and stays.
    """
    with get_client(sync_client=True) as client:
        ours = client.read_deployments(
            deployment_filter=DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG])),
            work_pool_filter=WorkPoolFilter(name=WorkPoolFilterName(any_=[WORK_POOL])),
        )
        gone = [
            each for each in ours if each.name not in names and each.entrypoint == build_entrypoint(each.name)
        ]
        for each in gone:
            with suppress(ObjectNotFound):  # another process was first
                client.delete_deployment(each.id)
    return sorted(each.name for each in gone)


def build_entrypoint(name: str) -> str:
    """Return the entrypoint of a deployment of ours: module and function have the name of the flow."""
    function = name.replace("-", "_")
    return f"flows.{function}.{function}"


def _run_prefect(*arguments: str) -> None:
    """Run Prefect's command line in this process: to import it once more would take as long as the rest."""
    said, given = StringIO(), sys.argv
    sys.argv = ["prefect", *arguments]
    try:
        with redirect_stdout(said), redirect_stderr(said):
            app()
    except SystemExit as end:
        if end.code:
            raise TerugkomError(f"prefect {' '.join(arguments)} failed:\n{said.getvalue().strip()}") from None
    finally:
        sys.argv = given


def main(worker: str) -> None:
    """Prepare the server that `serve` just started, while no worker of this machine runs."""
    mark_interrupted_runs_crashed(worker)
    prepare_server()
    settings = load_settings()
    if api := find_api(settings):
        limit_runs_at_once(api, worker, settings.language)
    apply_deployments()
    complete_forms(print)


if __name__ == "__main__":
    main(sys.argv[1])
