"""The page of an inbox run: how each table was understood, by positions and counts, and nobody's name."""

from tasks.inbox_page import render_inbox_page
from tests.inbox.home import InboxHome, write_half_read_plan


def test_the_page_shows_tables_and_rows_by_position_and_no_text_of_the_file(home: InboxHome) -> None:
    write_half_read_plan(home.inbox / "plan.xlsx")
    rows = "Actieplan van An Peeters;;\nNr;Actie;Trekker\n;;\n1;Led in de sporthal;An Peeters\n"
    (home.inbox / "tweede.csv").write_text(rows, encoding="utf-8")

    page = render_inbox_page(home.process())

    lines = page.splitlines()
    assert "| tabblad | koppen op rij | rijen | gelezen als | andere kolommen |" in lines
    assert "| tabblad 1 | 1 | 1 | code, title, deadline | 0 |" in lines
    assert "| tabblad 1 | 2 | 1 | code, title, owners | 0 |" in lines
    assert "| tabblad 1 | 1 | rijen met koppen |" in lines
    assert "| tabblad 2 | 1 | zie het verslag | plan-not-read |" in lines
    assert "Wacht op een persoon" in page
    for text in ("Peeters", "sporthal", "Mobiliteit", "Bouwsteen", "tweede"):
        assert text not in page
