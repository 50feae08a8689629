"""Text that was decoded wrongly is told with its place and what it likely was; real names are none."""

from typing import Any

import pytest

from terugkom.garbled_text import repair_text

TEXTS = [
    "René Dupont",
    "Zoë Weiß",
    "Müller & Söhne",
    "€ 1.200 voor coördinatie",
    "l’école à rénover – d’ici 2027…",
    "cœur de ville",
    "20 m² groen, 5 °C",
    "João Conceição",
    "Šárka Dvořáková",
    "Größe: “mittel”",
]


def decode(text: str, encoding: str) -> str | None:
    try:
        return text.encode().decode(encoding)
    except UnicodeDecodeError:  # nobody can have decoded it so
        return None


GARBLED = [
    (garbled, text)
    for text in TEXTS
    for encoding in ("cp1252", "mac_roman", "latin-1")
    if (garbled := decode(text, encoding)) is not None
]


@pytest.mark.parametrize(("garbled", "text"), GARBLED)
def test_what_was_decoded_wrongly_is_recognised(garbled: str, text: str) -> None:
    assert repair_text(garbled) == text


@pytest.mark.parametrize("text", TEXTS[:5])
def test_also_when_that_was_done_twice(text: str) -> None:
    twice = text.encode().decode("latin-1").encode().decode("cp1252", "ignore")
    assert repair_text(twice) != twice


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        "São João da Conceição",
        "SÃO JOÃO",
        "IRMÃ CONCEIÇÃO",
        "AÇÃO",
        "“A IRMÃ”",
        "« CAFÉ»",
        "Ângela e Ömer Åström",
        "HÔTEL DE VILLE",
        "Ä“",
        "nº 5 – 3½ uur",
        "√2 ± 3",
        "Žižka, Łódź, İstanbul",
        "日本語 и кириллица",
        "🌳 bomen",
        "ÃO",
    ],
)
def test_a_real_text_is_no_garbled_one(text: str) -> None:
    assert repair_text(text) == text


def test_it_is_told_with_row_and_column_and_read_as_it_is(desk: Any) -> None:
    """*RenÃ©* became an owner without a word."""
    path = desk.folder / "plan.csv"
    text = "Actie;Trekker;Budget\nHaag;RenÃ© Dupont;â‚¬ 500\nLed;Jo\ufffdo Silva;€ 3\nDak;João São;5\n"
    path.write_text(text, "utf-8")
    report = desk.import_file(path)
    found = {
        (each.row, each.column): each.message
        for each in report.findings
        if each.code in ("garbled-text", "lost-letters")
    }
    assert [*found] == [(2, "Trekker"), (2, "Budget"), (3, "Trekker")]
    assert "Waarschijnlijk was het “René Dupont”" in found[2, "Trekker"]
    assert "“€ 500”" in found[2, "Budget"]
    assert "Jo\ufffdo Silva" in found[3, "Trekker"]


def test_of_many_garbled_cells_the_rest_is_counted(desk: Any) -> None:
    path = desk.folder / "plan.csv"
    lines = [f"Haag {number};RenÃ© {number}" for number in range(103)]
    path.write_text("\n".join(["Actie;Trekker", *lines, ""]), "utf-8")
    report = desk.import_file(path)
    assert sum(each.code == "garbled-text" for each in report.findings) == 100
    (more,) = [each for each in report.findings if each.code == "garbled-more"]
    assert more.message.endswith("verloren zijn: 3.")
