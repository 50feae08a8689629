"""The list of the other setbacks: each action stands once in an edition; it is said to be late or stopped."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from terugkom.editions.media import newsletter
from terugkom.editions.media.article import list_names, list_titles
from terugkom.editions.repeated_actions import drop_repeated_actions, find_own_stories
from terugkom.editions.review import EditionReview
from terugkom.editions.story import Setback, Story, StoryKind
from terugkom.editions.story_file import StoryDraft, render_story_file
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality, action
from tests.editions.media.proofs import kit

MOSTLY_SQLITE = True
LATE_ON = date(2026, 10, 31)
TITLES = {f"L-{n}": f"Werf nummer {n}" for n in range(1, 7)}


def late(code: str, reports: int = 0, **more: object) -> dict[str, object]:
    told = {"news": "Er lag een leiding.", "news_on": date(2026, 11, 5)} if reports else {}
    return action(code, TITLES[code], public="ja", deadline=LATE_ON, **told, **more)


@pytest.fixture
def setbacks(edition_municipality: EditionMunicipality) -> EditionMunicipality:
    """A municipality with six late actions: four with a story each, of which a person edits one."""
    town = EditionMunicipality(edition_municipality.database, edition_municipality.home, "linde-zuid")
    town.import_actions(FIRST, *(late(code) for code in TITLES))
    town.import_actions(ASKED, *(late(code, reports=int(code < "L-5")) for code in TITLES))
    town.compile()
    return town


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def find_file(town: EditionMunicipality, code: str) -> Path:
    (path,) = town.folder.glob(f"*-{code}.md")
    return path


def count_told(review: EditionReview, code: str) -> int:
    return [action for story in review.proof.stories for action in story.actions].count(code)


def report_more(town: EditionMunicipality) -> None:
    """The last four are reported on more often now, so that they come before the first two."""
    for day in (20, 21):
        news = {"news": f"Nog geen aannemer, zei de dienst ({day}).", "news_on": date(2026, 11, day)}
        told = [late(code) | (news if code > "L-2" else {}) for code in TITLES]
        town.import_actions(ASKED, *told)


def test_who_edits_a_story_does_not_find_its_action_on_the_list_too(setbacks: EditionMunicipality) -> None:
    edit(find_file(setbacks, "minder-l-1"), "Er lag een leiding.", "Er lag een leiding op de werf.")
    report_more(setbacks)
    review = setbacks.compile()
    assert {code: count_told(review, code) for code in TITLES} == dict.fromkeys(TITLES, 1)
    listed = find_file(setbacks, "ook-minder").read_text()
    assert TITLES["L-1"] not in listed
    assert TITLES["L-2"] in listed, "a setback that nobody tells of stays on it"


def test_a_list_that_a_person_edited_loses_the_action_that_gets_a_story(
    setbacks: EditionMunicipality,
) -> None:
    path = find_file(setbacks, "ook-minder")
    edit(path, "Bij deze acties ging het anders dan gepland:", "Ook hier halen we de datum niet:")
    own = StoryDraft(
        "werf-vijf", StoryKind.LESS_WELL, "Werf 5 loopt uit", "De aannemer is ziek.", True, ("L-5",)
    )
    (setbacks.folder / "900-werf-vijf.md").write_text(render_story_file(own, "nl"))
    review = setbacks.compile()
    assert {code: count_told(review, code) for code in TITLES} == dict.fromkeys(TITLES, 1)
    (told,) = [story for story in review.proof.stories if story.code == "ook-minder"]
    assert (told.lead, told.body) == (
        "Ook hier halen we de datum niet:",
        "- Werf nummer 6 (later dan beloofd)",
    )
    assert "Werf nummer 5" in path.read_text(), "the file is the person's own"


def test_only_a_story_of_that_kind_for_the_same_readers_takes_the_place_of_a_point() -> None:
    text = "Deze acties lopen ook later dan beloofd:\n\n- Werf 5\n- Werf 6"
    told = StoryDraft("ook-minder", StoryKind.LESS_WELL, "Ook", text, True, ("L-5", "L-6"))
    own = StoryDraft("a", StoryKind.LESS_WELL, "Werf 5", "Ziek.", True, ("L-5",))
    for other in (replace(own, public=False), replace(own, kind=StoryKind.UNDER_WAY), told):
        assert drop_repeated_actions(told, find_own_stories([other])) == told
    both = find_own_stories([own, replace(own, code="b", actions=("L-6",))])
    assert drop_repeated_actions(told, both) is None
    kept = drop_repeated_actions(replace(told, text=f"{text}\n\nVragen? Bel ons."), both)
    assert kept
    assert (kept.text, kept.actions) == ("Vragen? Bel ons.", ())
    longer = replace(told, text=f"{text}\n- Werf 7")
    assert drop_repeated_actions(longer, both) == longer, "a list of a person's own is no list of actions"


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("states", "lead"),
    [
        ("ll", "Bij deze acties ging het anders dan gepland:"),
        ("ss", "Bij deze acties ging het anders dan gepland:"),
        ("ls", "Bij deze acties ging het anders dan gepland:"),
        ("l", "Ook deze actie komt later dan beloofd:"),
        ("s", "Ook deze actie is gestopt:"),
    ],
)
def test_the_list_says_of_each_action_whether_it_is_late_or_stopped(
    edition_municipality: EditionMunicipality, states: str, lead: str
) -> None:
    town = EditionMunicipality(edition_municipality.database, edition_municipality.home, f"stad-{states}")
    rest = {f"R-{n}": each for n, each in enumerate(states)}
    first = [late(code) for code in list(TITLES)[:4]]
    town.import_actions(
        FIRST, *first, *(action(code, f"Actie {code}", public="ja", deadline=LATE_ON) for code in rest)
    )
    now = [late(code, reports=1) for code in list(TITLES)[:4]]
    others = [
        action(code, f"Actie {code}", "gestopt" if each == "s" else "lopend", public="ja", deadline=LATE_ON)
        for code, each in rest.items()
    ]
    town.import_actions(ASKED, *now, *others)
    review = town.compile()
    (told,) = [story for story in review.proof.stories if story.code == "ook-minder"]
    words = {"l": "later dan beloofd", "s": "gestopt"}
    assert (told.title, told.lead) == ("Ook vertraagd of gestopt", lead)
    named = {code: f"Actie {code} ({words[each]})" for code, each in rest.items()}
    shown = list(named.values()) if len(states) > 1 else ["Actie R-0"]  # of one its first line says it
    assert told.body.splitlines() == [f"- {each}" for each in shown]
    assert list_titles([told], 9, "nl") == tuple(named.values())
    letter = newsletter.render(review.proof, kit()).letter
    assert letter
    for each in shown:
        assert f"- {each}\n" in letter.text
        assert each in letter.html
    for state, word in words.items():
        assert told.text.count(word) == states.count(state)
        assert letter.text.partition(lead)[1:].count(lead) == 1
        assert "".join(letter.text.partition(lead)[1:]).count(word) == states.count(state)


@pytest.mark.parametrize("states", ["l", "s", "ls"])
def test_the_short_list_of_a_newsletter_names_the_actions_and_does_not_say_its_label_again(
    edition_municipality: EditionMunicipality, states: str
) -> None:
    """It said *Vertraagd of gestopt: - Deze acties zijn ook vertraagd of gestopt: …*, of one its title."""
    town = edition_municipality
    points = {"l": "- Werf 5\n", "s": "- Werf 6\n", "ls": "- Werf 5 (later dan beloofd)\n- Werf 6 (gestopt)"}
    lead = {"l": "Ook deze actie komt later dan beloofd:", "s": "Ook deze actie is gestopt:"}
    rest = Story(
        *("ook-minder", StoryKind.LESS_WELL, "Ook vertraagd of gestopt"),
        *(lead.get(states, "Bij deze acties ging het anders dan gepland:"), points[states]),
        public=True,
        actions=("W-5", "W-6")[: len(states)],
        setback={"l": Setback.LATE, "s": Setback.STOPPED}.get(states),
    )
    told = town.compile().proof
    (setback, *_) = told.of_kind(StoryKind.LESS_WELL)
    many = [replace(setback, code=f"n-{n}", title=f"Bericht {n}", setback=None) for n in range(9)]
    letter = newsletter.render(replace(told, stories=(*many, rest)), kit()).letter
    assert letter
    said = {"l": "Werf 5 (later dan beloofd)", "s": "Werf 6 (gestopt)"}
    line = "; ".join(said[each] for each in states)
    below = letter.text.partition("Ook dit kwartaal")[2]
    assert f"\n- {line}\n" in below.partition("Vertraagd of gestopt:\n")[2]
    assert line in letter.html
    assert below.lower().count("vertraagd of gestopt") == 1


def test_a_title_that_does_not_say_so_gets_it_in_a_list(edition_municipality: EditionMunicipality) -> None:
    edition_municipality.compile()
    path = find_file(edition_municipality, "minder-i-04")
    edit(path, "Papierloos vergaderen: gestopt", "De tablets bleven in de kast")
    review = edition_municipality.compile()
    hard = review.proof.of_kind(StoryKind.LESS_WELL)
    assert [(each.code, each.setback) for each in hard] == [
        ("minder-a-02", Setback.LATE),
        ("minder-i-04", Setback.STOPPED),
    ]
    named = {
        "nl": ("Regenwaterput: later dan beloofd", "De tablets bleven in de kast (gestopt)"),
        "en": (
            "Regenwaterput: later dan beloofd (later than promised)",
            "De tablets bleven in de kast (stopped)",
        ),
        "fr": (
            "Regenwaterput: later dan beloofd (plus tard que promis)",
            "De tablets bleven in de kast (arrêtée)",
        ),
        "de": (
            "Regenwaterput: later dan beloofd (später als versprochen)",
            "De tablets bleven in de kast (eingestellt)",
        ),
    }
    for language, names in named.items():
        assert list_titles(hard, 5, language) == names


def test_a_text_that_was_approved_before_keeps_its_hash() -> None:
    story = Story("a", StoryKind.LESS_WELL, "Werf", "Later.", "", actions=("L-1",))
    assert "setback" not in story.as_fields()
    stopped = replace(story, setback=Setback.STOPPED)
    assert Story.from_fields(stopped.as_fields()) == stopped
    assert Story.from_fields(story.as_fields()) == story
    assert list_names(stopped, "nl") == ("Werf (gestopt)",)
