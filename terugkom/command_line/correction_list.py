"""The command that lists corrections of published editions: corrections."""

from argparse import Namespace
from typing import Any

from terugkom.command_line.printing import print_json, print_line, print_table
from terugkom.documents.one_line import to_one_line
from terugkom.editions.corrections.correction_model import StoryCorrection
from terugkom.editions.corrections.list_corrections import list_corrections
from terugkom.installation import open_installation
from terugkom.plan.queries import choose_municipality


def print_corrections(given: Namespace) -> bool:
    """Print the corrections of a municipality; exit status 1 if one waits for a decision."""
    with open_installation() as installation, installation.database.read_session() as session:
        municipality = choose_municipality(session, given.municipality)
        found = list_corrections(session, municipality)
        rows = [_describe(municipality.slug, each) for each in found]
        texts = [{"previous": each.previous, "text": each.story} for each in found]
    if given.json:
        print_json([row | text for row, text in zip(rows, texts, strict=True)])
    elif not rows:
        print_line("Nothing was corrected after its publication.")
    else:
        headers = ("Correction", "What", "Story", "Proposed", "State", "By", "Readers are told")
        print_table(headers, [[to_one_line(str(value)) for value in each.values()] for each in rows])
    return any(each.state.is_open for each in found)


def _describe(slug: str, correction: StoryCorrection) -> dict[str, Any]:
    return {
        "correction": f"{slug}/{correction.reference}",
        "kind": str(correction.kind),
        "story": correction.story_code,
        "proposed_on": correction.proposed_on.isoformat(),
        "state": str(correction.state),
        "decided_by": correction.decided_by,
        "note": correction.note,
    }
