"""Tell actions of one title apart, whose rows have no code: by what else stands in them, not by order."""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence

from terugkom.normalize import normalize_text
from terugkom.plan.action_rows import ActionRow
from terugkom.workbook.dates.read_dates import Deadline
from terugkom.workbook.records import Record

RowKey = tuple[str, int]  # sheet and row
_MAX_ROWS = 10_000  # of a file whose rows are compared, for the memory that it takes
_MAX_PAIRS = 10_000  # of rows and actions with one title that are compared
_WEIGHTS = {"description": 4, "theme": 2, "start": 1, "status": 1}


def pair_same_titles(
    records: Sequence[Record], actions: Mapping[str, ActionRow], file_codes: Container[str]
) -> dict[RowKey, str]:
    """Return the code of its action for each row without a code whose title several rows or actions have.

    Those with most in common are paired first. A row that has nothing in common with any action that is left
    is not paired, unless it and one action are all that is left. In a file beyond 10,000 rows none is.
    """
    if len(records) > _MAX_ROWS:
        return {}
    rows: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        if not record.code and "within" not in record.values and record.values.get("title"):
            rows[normalize_text(record.values["title"])].append(record)
    codes: defaultdict[str, list[str]] = defaultdict(list)
    for code, action in actions.items():
        if (title := normalize_text(action.title)) in rows and code not in file_codes:
            codes[title].append(code)
    found: dict[RowKey, str] = {}
    for title, several in rows.items():
        known = codes[title]
        if len(several) + len(known) > 2 and known and len(several) * len(known) <= _MAX_PAIRS:
            found |= _pair(several, {code: actions[code] for code in sorted(known)})
    return found


def _pair(rows: list[Record], actions: dict[str, ActionRow]) -> dict[RowKey, str]:
    found: dict[RowKey, str] = {}
    scored = [
        (_score(record, action), action.missing_since is None, record, code)
        for record in rows
        for code, action in actions.items()
    ]
    for score, _, record, code in sorted(scored, key=lambda each: each[:2], reverse=True):
        key = (record.sheet, record.row)
        if score and key not in found and code in actions:
            found[key] = code
            del actions[code]
    left = [record for record in rows if (record.sheet, record.row) not in found]
    if len(left) == len(actions) == 1:
        found[left[0].sheet, left[0].row] = next(iter(actions))
    return found


def _score(record: Record, action: ActionRow) -> int:
    """Return how much a row and an action have in common beside their title."""
    values = record.values
    deadline: Deadline | None = values.get("deadline")
    owners = {normalize_text(each.email or each.name) for each in values.get("owners") or ()}
    known = {normalize_text(text) for each in action.owners for text in (each.name, each.email or "")}
    same_owners = bool(owners) and owners <= known
    same_deadline = deadline is not None and (deadline.day, deadline.text) == (
        action.deadline,
        action.deadline_text,
    )
    score: int = 4 * same_owners + 2 * (same_deadline and bool(action.deadline_text))
    for name, weight in _WEIGHTS.items():
        value = values.get(name)
        score += weight * bool(value and value == getattr(action, name))
    same_texts = [name for name, text in record.extra.items() if text and action.extra.get(name) == text]
    return score + len(same_texts)
