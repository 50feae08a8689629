"""What an import report says of fields and values: in the reader's words, never as a program keeps them."""

from datetime import date
from typing import Any

import pytest

from terugkom.plan.history import DatedReport, IndicatorValue, MeasuredValue
from terugkom.plan.model import GroupKind, PersonKind
from terugkom.workbook.field_texts import translate_field, translate_value
from terugkom.workbook.import_report import SampleRow, TableRead
from terugkom.workbook.table_lines import build_table_lines


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("public", True, "ja"),
        ("public", False, "nee"),
        ("kind", "core", "kopgroep"),
        ("kind", GroupKind.SUB, "deelgroep"),
        ("kind", PersonKind.PERSON, "persoon"),
        ("report", DatedReport(date(2026, 9, 14), "De put staat er."), "14/09/2026: De put staat er."),
        ("measurement", MeasuredValue("IND-1", date(2026, 8, 31), 1850), "IND-1, 31/08/2026: 1.850"),
        ("indicator.target_on", IndicatorValue("IND-1", date(2027, 12, 31)), "IND-1: 31/12/2027"),
        ("indicator.target", IndicatorValue("IND-1", 1700.5), "IND-1: 1.700,5"),
        ("indicator.unit", IndicatorValue("IND-1", None), "IND-1: "),
        ("anchor", date(2026, 1, 29), "29/01/2026"),
        ("title", "core", "core"),
    ],
)
def test_a_value_is_written_as_people_write_it(field: str, value: Any, text: str) -> None:
    assert translate_value(field, value, "nl") == text


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("measurement", "Meting"),
        ("indicator", "Indicator"),
        ("indicator.target", "Indicator: Streefwaarde"),
        ("public", "Openbaar"),
    ],
)
def test_a_field_has_a_dutch_name(field: str, label: str) -> None:
    assert translate_field(field, "nl") == label


def _labels(deadline_text: str) -> tuple[str, ...]:
    values = {"deadline": date(2026, 9, 30), "deadline_text": deadline_text, "title": "Led"}
    table = TableRead("Acties", 1, (), 1, (SampleRow(2, "E-01", values),), is_own=True)
    return build_table_lines(table, "nl").labels


def test_a_deadline_is_not_shown_twice() -> None:
    assert _labels("30/09/2026") == ("Code", "Titel", "Deadline")
    assert _labels("najaar 2026") == ("Code", "Titel", "Deadline", "Deadline, in eigen woorden")


def test_a_name_stands_before_what_belongs_to_it() -> None:
    values = {"email": "an@example.org", "name": "An Peeters", "job": "tuinier"}
    table = TableRead("Mensen", 1, (), 1, (SampleRow(2, "AP", values),), is_own=True)
    assert build_table_lines(table, "nl").rows == ((2, ("AP", "An Peeters", "an@example.org", "tuinier")),)
