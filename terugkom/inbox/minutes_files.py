"""Record the minutes in the Word documents of a municipality's inbox, or refuse them with the reason."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from terugkom.documents.docx_reader import read_word
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.errors import InputError
from terugkom.inbox import folder
from terugkom.meetings.parse_minutes import minutes_in, reference_of
from terugkom.meetings.record_minutes import Hand, Recorded, WrongMinutes, record_minutes

DOCUMENT = "minutes-report"
_NO_REFERENCE = (
    "De regel “Kenmerk” ontbreekt of is gewijzigd: we weten niet van welk overleg dit is. "
    "Kopieer hem uit het document dat u kreeg."
)
_ANOTHERS = "Dit is een verslag van de gemeente “{slug}”. Zet het in de map “inbox” van die gemeente."
_NO_TABLE = (
    "De tabel “{table}” ontbreekt, of haar koppen zijn gewijzigd. Kopieer ze uit het document dat u kreeg."
)


@dataclass(frozen=True)
class Taken:
    """The result of one document: the recorded minutes, or all its problems."""

    file: str
    recorded: Recorded | None
    problems: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the result for ``--json`` and reports."""
        told = asdict(self.recorded) if self.recorded else {}
        return {"file": self.file, "problems": list(self.problems)} | told


def waiting(municipality: Path) -> bool:
    """Return whether the municipality's inbox contains documents with minutes."""
    return bool(folder.new_files(municipality, folder.MINUTES))


def take_all(desk: RenderContext, municipality: Path, hand: Hand) -> Iterator[Taken]:
    """Record each new document, and move it with its report to ``done`` or ``refused``; yield each result."""
    for path in folder.new_files(municipality, folder.MINUTES):
        taken = take(desk, path, municipality.name, hand)
        if not hand.dry_run:
            html = _page(desk.templates, municipality.name, taken, hand)
            folder.move_on(path, taken.as_json(), html, hand.now, refused=taken.recorded is None)
        yield taken


def take(desk: RenderContext, path: Path, slug: str, hand: Hand) -> Taken:
    """Record the minutes in a document: all decisions or none."""
    try:
        return Taken(path.name, _recorded(desk, path, slug, hand))
    except WrongMinutes as error:
        return Taken(path.name, None, error.problems)
    except InputError as error:
        return Taken(path.name, None, (str(error),))


def _recorded(desk: RenderContext, path: Path, slug: str, hand: Hand) -> Recorded:
    document = read_word(path)
    reference = reference_of(document)
    if reference is None:
        raise WrongMinutes(_NO_REFERENCE)
    if reference.municipality != slug:
        raise WrongMinutes(_ANOTHERS.format(slug=reference.municipality))
    written, missing = minutes_in(document)
    if missing:
        raise WrongMinutes(*(_NO_TABLE.format(table=each) for each in missing))
    return record_minutes(desk, reference, written, hand)


def _page(templates: Templates, slug: str, taken: Taken, hand: Hand) -> str:
    context = {
        "municipality": slug,
        "file": taken.file,
        "today": hand.today,
        "recorded": taken.recorded,
        "problems": taken.problems,
    }
    return templates.letter(DOCUMENT, context).html
