"""Codes that differ from one in the plan by capitals and spaces alone: somebody typed them anew.

A row under such a code would be a second action, person, group or indicator, and the first one missing from
the file.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from terugkom.workbook.import_report import ImportNotes
from terugkom.workbook.records import Record


def follow_similar_codes(notes: ImportNotes, records: Sequence[Record], known: Iterable[str]) -> list[Record]:
    """Return the rows under the codes of the plan; each that was written otherwise is a finding.

    Where the file has two codes that are alike, or the plan has, a row keeps its own, and the finding asks.
    """
    in_plan, in_file = _group_alike(known), _group_alike(each.code for each in records)
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
    return found


def follow_similar_references(records: Sequence[Record], name: str, known: Iterable[str]) -> list[Record]:
    """Return rows that name an action in a field under its own code, where only one is alike; as people and
    groups are known by their names, without a finding."""
    codes = _group_alike(known)
    found = []
    for record in records:
        word = record.values.get(name)
        alike = codes.get(_fold(word), set()) if word else set()
        if len(alike) == 1 and word not in alike:
            record = replace(record, values={**record.values, name: min(alike)})
        found.append(record)
    return found


def _group_alike(codes: Iterable[str]) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for code in codes:
        found[_fold(code)].add(code)
    return found


def _fold(code: str) -> str:
    return "".join(code.casefold().split())
