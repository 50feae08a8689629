"""Match foreign rows to actions by code, else by title; assign codes to rows without one."""

from collections import defaultdict
from dataclasses import replace

from terugkom.normalize import plain
from terugkom.plan.history import Change
from terugkom.workbook.codes import LONGEST, short_code
from terugkom.workbook.import_context import Job
from terugkom.workbook.records import Record


class _Matching:
    """The codes assigned so far, and the existing actions by title."""

    def __init__(self, job: Job, records: list[Record]) -> None:
        self.job = job
        self.told = {record.code for record in records}
        self.rows: dict[str, Record] = {}  # by the code given out
        self.by_title: defaultdict[str, list[str]] = defaultdict(list)
        for code, action in sorted(job.actions.items()):
            self.by_title[plain(action.title)].append(code)
        self.whole: dict[str, str] = {}  # plain title of an action in the file -> its code

    def code_of(self, record: Record) -> str:
        code = self._by_own_code(record) if record.code else self._by_title(record)
        self.rows[code] = record
        if "within" not in record.values:
            self.whole[plain(record.values["title"])] = code
        return code

    def _by_own_code(self, record: Record) -> str:
        code = record.code
        if code in self.rows:
            self._report(record, "duplicate-code-kept", code)
            return self._another(code, record)
        if code not in self.job.actions:
            old = [each for each in self._same_title(record) if each not in self.told]
            if len(old) == 1:
                self._rename(old[0], code)
        return code

    def _by_title(self, record: Record) -> str:
        title = record.values["title"]
        within = record.values.get("within", "")
        code = short_code(f"{within} {title}" if within else title)
        if code in self.rows:
            first = self.rows[code].values
            if first["title"] == title and first.get("within", "") == within:
                self._report(record, "duplicate-title-kept", code)
            return self._another(code, record)
        if code in self.job.actions and code not in self.told:
            return code
        same = [] if within else self._same_title(record)
        free = [each for each in same if each not in self.told]
        return free[0] if free else code if code not in self.told else self._another(code, record)

    def _same_title(self, record: Record) -> list[str]:
        return [code for code in self.by_title[plain(record.values["title"])] if code not in self.rows]

    def _another(self, code: str, record: Record) -> str:
        """Return a numbered variant of a used code: the one this title already has, else the next free
        one."""
        stem = code[: LONGEST - 5]
        for same in self._same_title(record):
            if same.startswith(f"{stem}-") and same not in self.told:
                return same
        numbered = (f"{stem}-{n}" for n in range(2, 100_000))
        return next(code for code in numbered if self._is_free(code, record))

    def _is_free(self, code: str, record: Record) -> bool:
        action = self.job.actions.get(code)
        of_another = action is not None and plain(action.title) != plain(record.values["title"])
        return code not in self.rows and code not in self.told and not of_another

    def _report(self, record: Record, what: str, code: str) -> None:
        field = "code" if record.code else "title"
        self.job.find(record, field, what, value=record.code or code, first=self.rows[code].row)

    def _rename(self, old: str, new: str) -> None:
        """Change the code of an existing action to the one its title now has, which no other action has."""
        action = self.job.actions.pop(old)
        action.code = new
        self.job.actions[new] = action
        self.job.made.append((action, Change(new, "code", old, new)))


def with_codes(job: Job, records: list[Record]) -> list[Record]:
    """Return the records with their action's code, and the code of the parent action in `part_of`."""
    matching = _Matching(job, records)
    found = []
    for record in records:
        code = matching.code_of(record)
        within = record.values.pop("within", None)
        part_of = matching.whole.get(plain(within), "") if within else _by_code(record.code, matching.told)
        if not record.values.get("part_of"):
            record.values["part_of"] = part_of if part_of != code else ""
        found.append(replace(record, code=code))
    return found


def _by_code(code: str, told: set[str]) -> str:
    """Return the parent code of a code like 2.1.3 if the file has it, else an empty text."""
    above = code.rpartition(".")[0]
    return above if above in told else ""
