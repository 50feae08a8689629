"""Match foreign rows to actions by code, else by title; assign codes to rows without one."""

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice

from terugkom.batches import drain
from terugkom.normalize import normalize_text
from terugkom.plan.change_action import change_action
from terugkom.schedule.lead_times import LeadTimes
from terugkom.workbook.codes import MAX_CODE_LENGTH, build_code
from terugkom.workbook.foreign.same_titles import pair_same_titles
from terugkom.workbook.import_context import ImportContext
from terugkom.workbook.import_report import RowOutcome
from terugkom.workbook.records import Record


class _ActionMatcher:
    """The codes assigned so far, and the existing actions by title."""

    def __init__(self, context: ImportContext, records: list[Record]) -> None:
        self.context = context
        self.file_codes = {record.code for record in records}
        self.record_by_code: dict[str, Record] = {}  # by the code given out
        self.last_numbers: dict[str, int] = {}  # of the codes that were numbered, by what they begin with
        self.known_codes_by_title: defaultdict[str, deque[str]] = defaultdict(deque)
        for code, action in sorted(context.actions.items()):
            self.known_codes_by_title[normalize_text(action.title)].append(code)
        self.paired_codes = pair_same_titles(records, context.actions, self.file_codes)
        self.kept_codes = set(self.paired_codes.values())  # that no other row gets
        # the first row with a title within an action, of titles that several rows or actions have
        self.first_by_title: dict[tuple[str, str], Record] = {}
        self.has_parts = any("within" in record.values for record in records)
        self.file_code_by_title: dict[str, str] = {}  # plain title of an action in the file -> its code

    def assign_code(self, record: Record) -> str:
        code = self._match_by_code(record) if record.code else self._match_by_title(record)
        self.record_by_code[code] = record
        if self.has_parts and "within" not in record.values:
            self.file_code_by_title[normalize_text(record.values["title"])] = code
        return code

    def _match_by_code(self, record: Record) -> str:
        code = record.code
        if code in self.record_by_code:
            first = self.record_by_code[code].row
            self.context.add_finding(record, "code", "duplicate-code-kept", value=code, first=first)
            return self._find_alternative_code(code, record)
        if code not in self.context.actions:
            found = (each for each in self._find_same_title(record) if each not in self.file_codes)
            old = list(islice(found, 2))
            if len(old) == 1:
                self._change_code(old[0], code)
        return code

    def _match_by_title(self, record: Record) -> str:
        title = record.values["title"]
        within = record.values.get("within", "")
        code = build_code(f"{within} {title}" if within else title)
        paired = self.paired_codes.get((record.sheet, record.row))
        if paired or self._is_used(code):
            self._report_repeated(record, code)
        if paired and paired in self.context.actions and paired not in self.record_by_code:
            return paired
        if self._is_used(code):
            return self._find_alternative_code(code, record)
        if code in self.context.actions and code not in self.file_codes:
            return code
        same = () if within else self._find_same_title(record)
        free = next((each for each in same if each not in self.file_codes), None)
        return (
            free
            if free
            else code
            if code not in self.file_codes
            else self._find_alternative_code(code, record)
        )

    def _report_repeated(self, record: Record, code: str) -> None:
        """Add the finding that a row above has the same title; `code` is the one that is made from it."""
        title = (record.values["title"], record.values.get("within", ""))
        above = self.record_by_code.get(code)
        is_same = above and (above.values.get("title"), above.values.get("within", "")) == title
        first = self.first_by_title.setdefault(title, above if above and is_same else record)
        if first is not record:
            self.context.add_finding(record, "title", "duplicate-title-kept", value=code, first=first.row)

    def _find_same_title(self, record: Record) -> Iterator[str]:
        """Yield the codes of existing actions with this title that no row has yet."""
        codes = self.known_codes_by_title.get(normalize_text(record.values["title"]), deque())
        while codes and self._is_taken(codes[0]):
            codes.popleft()
        return (code for code in codes if not self._is_taken(code))

    def _is_used(self, code: str) -> bool:
        """Return whether a row has this code, or one further down will have it."""
        return code in self.record_by_code or code in self.kept_codes

    def _is_taken(self, code: str) -> bool:
        """Return whether a row has this code, or no action has it any more since one was renamed."""
        return self._is_used(code) or code not in self.context.actions

    def _find_alternative_code(self, code: str, record: Record) -> str:
        """Return a numbered variant of a used code: the one this title already has, else the next free
        one."""
        stem = code[: MAX_CODE_LENGTH - 5]
        for same in self._find_same_title(record):
            if same.startswith(f"{stem}-") and same not in self.file_codes:
                return same
        numbers = count(self.last_numbers.get(stem, 1) + 1)
        number = next(number for number in numbers if self._is_free(f"{stem}-{number}", record))
        self.last_numbers[stem] = number
        return f"{stem}-{number}"

    def _is_free(self, code: str, record: Record) -> bool:
        action = self.context.actions.get(code)
        of_another = action is not None and normalize_text(action.title) != normalize_text(
            record.values["title"]
        )
        return not self._is_used(code) and code not in self.file_codes and not of_another

    def _change_code(self, old: str, new: str) -> None:
        """Change the code of an existing action to the one its title now has, which no other action has."""
        context = self.context
        action = context.actions[new] = context.actions.pop(old)
        lead_times = LeadTimes.from_overrides(context.municipality.lead_times)
        changes = change_action(action, {"code": new}, day=context.today, lead_times=lead_times)
        context.changes += [(action, change) for change in changes]


def assign_codes(context: ImportContext, records: list[Record]) -> list[Record]:
    """Return the records with their action's code, and the code of the parent action in `part_of`.

    They are taken out of the list.
    """
    matcher = _ActionMatcher(context, records)
    found = []
    parent, headers = "", None  # the action that the sub-actions below it in their table belong to
    for record in drain(records):
        if not record.values.get("title"):  # unknown: a formula without a result, or an error of Excel
            if record.code not in context.actions or record.code in matcher.record_by_code:
                context.count_row(RowOutcome.REFUSED, record)
            else:
                matcher.record_by_code[record.code] = record
                found.append(record)
            continue
        code = matcher.assign_code(record)
        within = record.values.pop("within", None)
        if within == "" and headers is record.headers and "title" not in record.wrong:
            within = parent  # its cell is blank or merged below that of the first
        parent, headers = within if within is not None else record.values["title"], record.headers
        part_of = (
            matcher.file_code_by_title.get(normalize_text(within), "")
            if within
            else _find_parent_code(record.code, matcher.file_codes)
        )
        if within and not part_of:  # no row tells of that action alone
            record.extra.setdefault(record.headers["title"], within)
        if not record.values.get("part_of"):
            record.values["part_of"] = part_of if part_of != code else ""
        found.append(replace(record, code=code))
    return found


def _find_parent_code(code: str, file_codes: set[str]) -> str:
    """Return the parent code of a code like 2.1.3 if the file has it, else an empty text."""
    parent_code = code.rpartition(".")[0]
    return parent_code if parent_code in file_codes else ""
