"""Codes that differ from one in the plan by capitals and spaces alone: somebody typed them anew.

A row under such a code would be a second action, person, group or indicator, and the first one missing from
the file.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from terugkom.workbook.import_report import ImportNotes
from terugkom.workbook.records import Record

_SIGN_BESIDE_NUMBER = re.compile(r"(?<=[^\W\d_])[-_.](?=\d)|(?<=\d)[-_.](?=[^\W\d_])")
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def follow_similar_codes(notes: ImportNotes, records: Sequence[Record], known: Iterable[str]) -> list[Record]:
    """Return the rows under the codes of the plan; each that was written otherwise is a finding.

    Where the file has two codes that are alike, or the plan has, a row keeps its own, and the finding asks.
    """
    known = [*known]
    in_plan, in_file = _group_alike(known, _fold), _group_alike((each.code for each in records), _fold)
    found = []
    for record in records:
        folded = _fold(record.code)
        alike, written = in_plan[folded], in_file[folded]
        if record.code in alike or alike | written == {record.code}:
            found.append(record)
            continue
        sheet, row, header = record.sheet, record.row, record.headers.get("code", "")
        other = min((alike | written) - {record.code})
        if len(alike) == len(written) == 1:
            notes.add_finding(sheet, row, header, "similar-code-read", value=record.code, other=other)
            record = replace(record, code=other, values={**record.values, "code": other})
        else:
            notes.add_finding(sheet, row, header, "similar-code", value=record.code, other=other)
        found.append(record)
    report_alike_codes(notes, found, known)
    return found


def report_alike_codes(notes: ImportNotes, records: Sequence[Record], known: Iterable[str]) -> None:
    """Add the finding that a code differs from another of the file or the plan only in a sign between letters
    and figures or in zeros, or in a foreign file in capitals and spaces: B-3, B3, b 3 and B-03.

    Each keeps its own. Codes that are all in the plan already were asked about when they came in.
    """
    in_plan = {*known}
    alike = _group_alike([*in_plan, *(each.code for each in records)], _fold_signs)
    reported = {(each.sheet, each.row) for each in notes.findings if each.code.startswith("similar-code")}
    for record in records:
        others = alike[_fold_signs(record.code)] - {record.code}
        if not record.code or not others or {record.code, *others} <= in_plan:
            continue
        if (record.sheet, record.row) not in reported:
            told = {"value": record.code, "other": min(others)}
            header = record.headers.get("code", "")
            notes.add_finding(record.sheet, record.row, header, "similar-code-signs", **told)


def follow_similar_references(records: Sequence[Record], name: str, known: Iterable[str]) -> list[Record]:
    """Return rows that name an action in a field under its own code, where only one is alike; as people and
    groups are known by their names, without a finding."""
    codes = _group_alike(known, _fold)
    found = []
    for record in records:
        word = record.values.get(name)
        alike = codes.get(_fold(word), set()) if word else set()
        if len(alike) == 1 and word not in alike:
            record = replace(record, values={**record.values, name: min(alike)})
        found.append(record)
    return found


def _group_alike(codes: Iterable[str], fold: Callable[[str], str]) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for code in codes:
        found[fold(code)].add(code)
    return found


def _fold(code: str) -> str:
    return "".join(code.casefold().split())


def _fold_signs(code: str) -> str:
    folded = _fold(code)
    if not re.search(r"[^\W\d_]", folded):  # 007 and 7 are two: a program wrote those zeros
        return folded
    return _LEADING_ZEROS.sub("", _SIGN_BESIDE_NUMBER.sub("", folded))
