"""Read the mail address behind the link of an owner's name, where it is that of the name."""

from collections.abc import Sequence

from terugkom.normalize import normalize_text
from terugkom.plan.model import PersonKind
from terugkom.workbook.file_formats.cell_marks import MarkKind
from terugkom.workbook.foreign.detected_table import DetectedTable
from terugkom.workbook.foreign.owner_names import ParsedOwner
from terugkom.workbook.import_report import ImportNotes
from terugkom.workbook.records import Record

_MIN_LETTERS = 3  # of a word of a name that occurs in its address


def read_linked_addresses(detected: DetectedTable, records: Sequence[Record], notes: ImportNotes) -> None:
    """Set the address of the one owner of a record, where the cell links to one with the name in it.

    Another address may come from a cell that was copied, so it is a finding.
    """
    if "owners" not in detected.fields:
        return
    at = detected.fields["owners"][0]
    marks = (each for each in detected.table.marks if each.kind is MarkKind.MAIL_LINK and each.column == at)
    links = {mark.row + 1: mark.text for mark in marks}
    for record in records if links else ():
        owners, address = record.values.get("owners", ()), links.get(record.row, "")
        if not address or not owners or record.values.get("email") or any(each.email for each in owners):
            continue
        if len(owners) == 1 and _is_of_name(owners[0], address):
            record.values["email"] = (address,)
        else:
            names, header = "; ".join(each.name for each in owners), detected.header_of("owners")
            details = {"value": names, "email": address}
            notes.add_finding(record.sheet, record.row, header, "linked-address", **details)


def _is_of_name(owner: ParsedOwner, address: str) -> bool:
    """Return whether an address is that of a department, which may have any, or has a word of the name."""
    if owner.kind is PersonKind.ORGANISATION:
        return True
    local_part = normalize_text(address.partition("@")[0]).replace(" ", "")
    words = (word for word in normalize_text(owner.name).split() if len(word) >= _MIN_LETTERS)
    return any(word in local_part for word in words)
