"""The small table under the title of each story in a draft: what its rows are called and hold."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from terugkom.documents.docx_reader import DocxTable
from terugkom.documents.messages import translate, translate_everywhere
from terugkom.editions.story_file import StoryDraft, format_kept_line
from terugkom.editions.story_words import FIELDS, find_field, get_kind_word, get_yes_or_no

CODE, INCLUDE = "code", "include"
WAITING = "waiting"  # a warning of ours for who approves, in no story
TABLE_FIELDS = (CODE, INCLUDE, *(field for field in FIELDS if field != "title"))


def list_rows(story: StoryDraft, language: str) -> Iterator[tuple[str, str]]:
    """Yield label and value of each row of a story's table."""
    values = {
        CODE: story.code,
        INCLUDE: get_yes_or_no(True, language),
        "kind": get_kind_word(story.kind, language),
        "public": story.format_yes_or_no("public", language),
        "actions": ", ".join(story.actions),
        "kept": "\n".join(format_kept_line(each) for each in story.kept),
        "claims_done": story.format_yes_or_no("claims_done", language),
    }
    for field in TABLE_FIELDS:
        value = values[field] if field in values else getattr(story, field)
        yield translate(f"draft.field.{field}", language), value


def find_fields_table(tables: Sequence[DocxTable]) -> DocxTable:
    """Return the table with the fields of a story among those under its title, an empty one without.

    It is the one that says which story it is, else the first with a field at all. Raises SeveralStories if
    several say so: then the title of another story lost its style.
    """
    named = [table for table in tables if CODE in parse_rows(table)[0]]
    if len(named) > 1:
        raise SeveralStories
    return next(iter((*named, *(table for table in tables if parse_rows(table)[0]))), ())


class SeveralStories(Exception):
    """The tables of several stories stand under one title."""


def parse_rows(table: DocxTable) -> tuple[dict[str, str], list[str]]:
    """Return the values of a table by field, a line for each paragraph, and the labels that are no field.

    Of a label that stands twice the first counts.
    """
    values: dict[str, str] = {}
    unknown = []
    for row in table:
        label = row[0].strip() if row else ""
        field = _find_field(label)
        if field == WAITING:
            continue
        if field:
            values.setdefault(field, "\n".join(cell for cell in row[1:] if cell))
        elif any(cell.strip() for cell in row):
            unknown.append(label or row[1].strip())
    return values, unknown


def _find_field(label: str) -> str | None:
    word = label.casefold().rstrip(": ")
    return _index_labels().get(word) or find_field(word)


@lru_cache(1)
def _index_labels() -> dict[str, str]:
    labels = {
        label.casefold(): field
        for field in (*TABLE_FIELDS, WAITING)
        for label in translate_everywhere(f"draft.field.{field}")
    }
    earlier = translate_everywhere("draft.earlier-field.claims_done")  # of drafts that were mailed before
    return labels | {label.casefold(): "claims_done" for label in earlier}
