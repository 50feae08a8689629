"""Each HTML mail can be read by everybody; and the check that says so does see what is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.accessibility import contrast_of, problems
from tests.documents.letters import NASTY, digest, due, everything, nothing, some, summary

GOOD = """<!DOCTYPE html><html lang="nl"><head><meta name="viewport" content="width=device-width">
<title>Titel</title></head><body style="background-color:#ffffff;color:#22301f"><h1>Een</h1><h2>Twee</h2>
<p>Tekst <a href="x">hier</a><br><img src="x" alt="Een staaf"></p></body></html>"""

ASKS = ("first_contact", "first_reminder", "second_reminder", "due_today", "late", "coordinator_in_copy")


@pytest.mark.parametrize("number", [1, 2, 30])
@pytest.mark.parametrize("title", ["Ledverlichting", "Een heel lange titel " * 24, NASTY])
@pytest.mark.parametrize("absent_owner", ["", "Bo <Maes>"])
def test_every_digest_can_be_read_by_everybody(number: int, title: str, absent_owner: str) -> None:
    items = [
        due(
            f"E{n}",
            (5 - n) * 7,
            ASKS[n % 5],
            title=title,
            absent_owner=absent_owner,
            deadline_text="Q4 <2026>",
        )
        for n in range(number)
    ]
    assert problems(digest(*items).html) == []
    assert problems(digest(*items, answer_to="").html) == []


@pytest.mark.parametrize(
    "found",
    [everything(), everything(NASTY), everything(total=400), nothing(), everything("lang " * 100)],
    ids=["all", "nasty", "more than is shown", "nothing", "long"],
)
def test_every_summary_can_be_read_by_everybody(found: object) -> None:
    assert problems(summary(found).html) == []  # type: ignore[arg-type]


SECTIONS = ("reminded", "agenda", "orphans", "waiting", "skipped", "failed")


def test_every_section_of_the_summary_alone_can_be_read_by_everybody() -> None:
    whole = everything()
    for name in SECTIONS:
        alone = {each: some() for each in SECTIONS}
        found = type(whole)(**{**alone, name: getattr(whole, name)}, coming=[])
        assert problems(summary(found).html) == [], name


@given(title=st.text(max_size=80), reader=st.text(max_size=30))
def test_no_words_of_a_plan_can_break_a_mail(title: str, reader: str) -> None:
    assert problems(digest(due(title=title or "x"), due("E2", title=title or "x"), reader=reader).html) == []


def test_the_check_finds_nothing_wrong_with_a_good_page() -> None:
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("good", "broken", "wrong"),
    [
        (' lang="nl"', "", "no language"),
        ('lang="nl"', 'lang="Dutch"', "no language"),
        ("<title>Titel</title>", "", "no title"),
        ("<title>Titel</title>", "<title> </title>", "no title"),
        ('<meta name="viewport" content="width=device-width">', "", "no viewport"),
        ("<h1>Een</h1>", "", "0 first headings"),
        ("<h2>Twee</h2>", "<h1>Twee</h1>", "2 first headings"),
        ("<h2>Twee</h2>", "<h3>Twee</h3>", "a heading 3 after 1"),
        ("<h2>Twee</h2>", "<h2> </h2>", "an empty <h2>"),
        (' alt="Een staaf"', "", "a picture without alternative text"),
        (' alt="Een staaf"', ' alt=" "', "a picture without alternative text"),
        (">hier</a>", "></a>", "a link without text"),
        ("color:#22301f", "color:#999999", "contrast 2.8 of 'Een' (#999999 on #ffffff)"),
        ("<p>", '<p style="background-color:#22301f">', "contrast 1.0 of 'Tekst' (#22301f on #22301f)"),
        ("<p>", '<p style="width:640px">', "<p> is 640px wide"),
        ('src="x"', 'src="x" width="800"', "<img> is 800 wide"),
        ("<h2>", "<script>x()</script><h2>", "<script> has no place in a mail"),
        ('href="x"', 'href="x" onclick="x()"', "<a> with a script in an attribute"),
        ("</h2>", "", "</body> closes <h2>"),
    ],
)
def test_the_check_sees_what_is_wrong(good: str, broken: str, wrong: str) -> None:
    assert good in GOOD
    assert wrong in problems(GOOD.replace(good, broken, 1))


@pytest.mark.parametrize(
    ("one", "other", "contrast"),
    [
        ("#000000", "#ffffff", 21),
        ("#fff", "white", 1),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
    ],
)
def test_contrast_is_counted_as_wcag_does(one: str, other: str, contrast: float) -> None:
    assert contrast_of(one, other) == pytest.approx(contrast, abs=0.005)
    assert contrast_of(other, one) == contrast_of(one, other)
