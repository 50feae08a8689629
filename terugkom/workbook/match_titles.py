"""Find out which action a row is about when its code and its title say two different things.

A plan that was numbered anew has the codes of other actions beside its titles; a title that was written anew
has no action. An action is known by its title before its code, never by its place. What follows from that is
proposed: codes and titles change when a person says so.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import count

from terugkom.normalize import normalize_text
from terugkom.plan.action_rows import ActionRow
from terugkom.plan.import_answers import list_refused_proposals
from terugkom.workbook.base_version import CodesSince, load_value_lookup
from terugkom.workbook.codes import MAX_CODE_LENGTH
from terugkom.workbook.import_context import ImportContext
from terugkom.workbook.import_report import RowOutcome
from terugkom.workbook.plan_cells import normalize_value
from terugkom.workbook.plan_versions import ACTIONS, CellKey
from terugkom.workbook.records import Record

_NOTHING_SINCE = CodesSince()
_LIKE, _ALIKE = 0.5, 0.75  # how much two titles have in common if a code says that they are one; if none does


@dataclass
class TitleMatches:
    """The rows under the codes of the plan, and what is to be proposed."""

    records: list[Record] = field(default_factory=list)
    file_codes: dict[str, str] = field(default_factory=dict)  # code in the plan -> in the file, if another
    codes: dict[str, str] = field(default_factory=dict)  # code in the plan -> the one that is proposed
    titles: list[Record] = field(default_factory=list)  # rows with the title that is proposed
    waiting_codes: set[str] = field(default_factory=set)  # codes of actions whose row waits for an answer


def match_titles(
    context: ImportContext,
    records: Sequence[Record],
    since: CodesSince = _NOTHING_SINCE,
    *,
    retitle: bool = False,
) -> TitleMatches:
    """Return the rows with the code of the action that they are about.

    With `retitle` a title that has nothing in common with the one of its code goes in: somebody has said that
    it is the same action. `since` says what became of codes since the copy that the file was made from.
    """
    return _TitleMatcher(context, records, since, retitle=retitle).match()


def follow_moved_codes(records: Sequence[Record], moved: Mapping[str, str], name: str) -> list[Record]:
    """Return rows that name an action in a field under the code that it has now."""
    return [
        replace(each, values={**each.values, name: moved[each.values[name]]})
        if each.values.get(name) in moved
        else each
        for each in records
    ]


class _TitleMatcher:
    def __init__(
        self, context: ImportContext, records: Sequence[Record], since: CodesSince, *, retitle: bool
    ) -> None:
        self.context, self.records, self.since, self.retitle = context, records, since, retitle
        self.found = TitleMatches()
        self.had_value: Callable[[CellKey, str], bool] | None = None  # loaded when it is first needed
        self.file_codes = Counter(each.code for each in records if each.code)
        titles = Counter(_read_title(each) for each in records)
        known = Counter(normalize_text(each.title) for each in context.actions.values())
        self.in_file = set(titles)
        # the titles that one row and one action have
        self.known_codes = {
            title: code
            for code, action in context.actions.items()
            if known[title := normalize_text(action.title)] == titles[title] == 1
        }
        # the actions that a row with another code is about
        named = ((each.code, self.known_codes.get(_read_title(each))) for each in records)
        self.taken = {known for code, known in named if code and known and known != code}
        self.refused = list_refused_proposals(context.session, context.municipality.id)

    def match(self) -> TitleMatches:
        """Look at each row."""
        if not self.context.actions:
            return TitleMatches(records=list(self.records))
        rewritten = self._find_rewritten()
        for record in self.records:
            if record.code in self.since.moved:
                self._add_under(record, self.since.moved[record.code], is_proposed=False)
            elif record.code and record.values.get("title"):
                self._match_by_code(record)
            elif old := rewritten.get(_read_title(record)):
                self._propose_title(replace(record, code=old), old)
                kept = {**record.values, "title": self.context.actions[old].title}
                self.found.records.append(replace(record, code=old, values=kept))
            else:
                self.found.records.append(record)
        self._free_codes()
        if {"codes": self.found.codes} in self.refused:
            self.found.codes = {}
        return self.found

    def _match_by_code(self, record: Record) -> None:
        code, title = record.code, _read_title(record)
        action = self.context.actions.get(code)
        known = self.known_codes.get(title)
        if action is not None and normalize_text(action.title) == title:
            self.found.records.append(record)
        elif known and known != code:
            self._match_known(record, known, action)
        elif code in self.taken:
            self._add_under(record, self._find_free_code(code), is_proposed=True)
        elif action is None or self._may_be_called(action, record):
            self.found.records.append(record)
        else:
            self._match_other_title(record, action)

    def _may_be_called(self, action: ActionRow, record: Record) -> bool:
        """Return whether a title is one of this action: it is like it, was its title, or somebody says so."""
        title = record.values["title"]
        return _is_like(action.title, title, _LIKE) or self.retitle or self._is_old_title(record)

    def _match_other_title(self, record: Record, action: ActionRow) -> None:
        """Match a row whose title has nothing in common with that of the action of its code."""
        code = record.code
        if code in self.since.added:  # two people gave it to two actions
            self._add_under(record, self._find_free_code(code), is_proposed=False)
            self.context.add_finding(record, "code", "code-taken-since", value=code, title=action.title)
        elif self.file_codes[code] > 1:
            self._add_under(record, self._find_free_code(code), is_proposed=False)
            self._add_duplicate(record)
        elif self._is_refused(action, record):
            self._add_under(record, self._find_free_code(code), is_proposed=False)
        else:
            self._propose_title(record, code)
            self.found.waiting_codes.add(code)
            self.context.count_row(RowOutcome.REFUSED, record)

    def _add_duplicate(self, record: Record) -> None:
        first = next(each.row for each in self.records if each.code == record.code)
        self.context.add_finding(record, "code", "duplicate-code-kept", value=record.code, first=first)

    def _match_known(self, record: Record, known: str, action: ActionRow | None) -> None:
        """Match a row whose title another action has than its code says."""
        code = record.code
        if known.startswith(f"{code}-") and known not in self.file_codes:  # got it when its code stood twice
            self._add_under(record, known, is_proposed=False)
            if self.file_codes[code] > 1:
                self._add_duplicate(record)
        elif action is None and known not in self.file_codes:
            self.found.records.append(record)  # nobody else has either code
        else:
            self._add_under(record, known, is_proposed=self.file_codes[code] == 1)

    def _add_under(self, record: Record, code: str, *, is_proposed: bool) -> None:
        self.found.records.append(replace(record, code=code))
        self.found.file_codes[code] = record.code
        if is_proposed:
            self.found.codes[code] = record.code
            title = record.values["title"]
            self.context.add_finding(record, "code", "renumbered", value=record.code, plan=code, title=title)

    def _is_refused(self, action: ActionRow, record: Record) -> bool:
        """Return whether a person has said that a title is not that of this action."""
        return {"values": {"title": record.values["title"]}, "plan": {"title": action.title}} in self.refused

    def _is_old_title(self, record: Record) -> bool:
        """Return whether a copy had this title under this code: it is the plan's that is new."""
        if self.had_value is None:
            self.had_value = load_value_lookup(self.context)
        return self.had_value((ACTIONS, record.code, "title"), normalize_value(record.values["title"]))

    def _propose_title(self, record: Record, code: str) -> None:
        self.found.titles.append(record)
        plan = self.context.actions[code].title
        self.context.add_finding(record, "title", "retitled", value=record.values["title"], plan=plan)

    def _find_free_code(self, code: str) -> str:
        stem = code[: MAX_CODE_LENGTH - 5]
        used = self.context.actions.keys() | self.file_codes.keys() | self.found.file_codes.keys()
        return next(each for n in count(2) if (each := f"{stem}-{n}") not in used)

    def _free_codes(self) -> None:
        """Propose another code for an action that is in the way of one: it is not in the file any more."""
        for new in list(self.found.codes.values()):
            if new in self.context.actions and new not in self.found.codes:
                self.found.codes[new] = self._find_free_code(new)

    def _find_rewritten(self) -> Mapping[str, str]:
        """Return the codes of actions by the title that a row without a code now has.

        Those two are the only ones that are left and are alike: no other title comes as near.
        """
        rows = [each for each in self.records if not each.code and "within" not in each.values]
        known = {normalize_text(each.title): code for code, each in self.context.actions.items()}
        new = {title: each for each in rows if (title := _read_title(each)) and title not in known}
        left = {
            title: code
            for title, code in known.items()
            if title not in self.in_file
            and code not in self.file_codes
            and self.context.actions[code].missing_since is None
        }
        if not new or not left or len(new) * len(left) > 250_000:
            return {}
        found: dict[str, str] = {}
        for title, record in new.items():
            near = [old for old in left if _is_like(old, title, _ALIKE)]
            if len(near) == 1 and not self._is_refused(self.context.actions[left[near[0]]], record):
                found[title] = left[near[0]]
        return {title: code for title, code in found.items() if list(found.values()).count(code) == 1}


def _read_title(record: Record) -> str:
    return normalize_text(record.values.get("title") or "")


def _is_like(one: str, other: str, share: float) -> bool:
    first, second = normalize_text(one), normalize_text(other)
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.real_quick_ratio() >= share and matcher.quick_ratio() >= share and matcher.ratio() >= share:
        return True
    words, others = ({each for each in text.split() if len(each) > 2} for text in (first, second))
    return bool(words and others) and len(words & others) >= share * min(len(words), len(others))
