"""The list of the other setbacks: each action stands once in an edition; it is said to be late or stopped."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pptx import Presentation
from pypdf import PdfReader

from terugkom.editions.media import (
    bulletin,
    newsletter,
    press_release,
    print_pieces,
    social,
    staff_magazine,
    staff_meeting,
    website,
)
from terugkom.editions.media.article import list_counts, list_setback_names, list_titles
from terugkom.editions.proof import Proof
from terugkom.editions.repeated_actions import drop_repeated_actions, find_own_stories, join_lists
from terugkom.editions.review import EditionReview
from terugkom.editions.story import Setback, Story, StoryKind
from terugkom.editions.story_file import StoryDraft, render_story_file
from terugkom.plan.media_settings import MediaSettings
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality, action
from tests.editions.media.proofs import kit
from tests.fill_once import fill_once

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

    def fill() -> None:
        town.import_actions(FIRST, *(late(code) for code in TITLES))
        town.import_actions(ASKED, *(late(code, reports=int(code < "L-5")) for code in TITLES))
        town.compile()

    fill_once(town.database, town.home, "setbacks of setback_lists", fill)
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


@pytest.mark.long
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
    edit(path, "Het gaat om:", "Ook hier halen we de datum niet:")
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
    ("states", "label"),
    [
        ("ll", "Vertraagd"),
        ("ss", "Gestopt"),
        ("ls", "Vertraagd of gestopt"),
        ("l", "Vertraagd"),
        ("s", "Gestopt"),
    ],
)
def test_the_list_says_of_each_action_whether_it_is_late_or_stopped(
    edition_municipality: EditionMunicipality, states: str, label: str
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
    assert (told.title, told.lead) == ("Ook anders dan gepland", "Het gaat om:")
    named = {code: f"Actie {code} ({words[each]})" for code, each in rest.items()}
    shown = list(named.values())
    assert told.body.splitlines() == [f"- {each}" for each in shown]
    assert list_titles([told], 9, "nl") == tuple(named.values())
    letter = newsletter.render(review.proof, kit()).letter
    assert letter
    for each in shown:
        assert f"- {each}\n" in letter.text
        assert each in letter.html
    shown_label = f"Ook anders dan gepland\n[{label}]\n\nHet gaat om:\n"
    assert letter.text.count(shown_label) == 1, "the label says no more than is so of what stands under it"
    for state, word in words.items():
        assert told.text.count(word) == states.count(state)
        assert letter.text.partition(shown_label)[2].count(word) == states.count(state)


@pytest.mark.parametrize("states", ["l", "s", "ls"])
def test_the_short_list_of_a_newsletter_names_the_actions_and_does_not_say_its_label_again(
    edition_municipality: EditionMunicipality, states: str
) -> None:
    """It said *Vertraagd of gestopt: - Deze acties zijn ook vertraagd of gestopt: …*, of one its title."""
    town = edition_municipality
    points = {"l": "- Werf 5 (later dan beloofd)\n", "s": "- Werf 6 (gestopt)\n"}
    points["ls"] = f"{points['l']}{points['s']}"
    rest = Story(
        *("ook-minder", StoryKind.LESS_WELL, "Ook anders dan gepland"),
        *("Het gaat om:", points[states]),
        public=True,
        actions=("W-5", "W-6")[: len(states)],
        setback={"l": Setback.LATE, "s": Setback.STOPPED}.get(states),
    )
    told = town.compile().proof
    (setback, *_) = told.of_kind(StoryKind.LESS_WELL)
    many = [replace(setback, code=f"n-{n}", title=f"Bericht {n}", setback=None) for n in range(6)]
    letter = newsletter.render(replace(told, stories=(*many, rest)), kit()).letter
    assert letter
    line = {"l": "Werf 5", "s": "Werf 6", "ls": "Werf 5 (later dan beloofd); Werf 6 (gestopt)"}[states]
    below = letter.text.partition("Ook dit kwartaal")[2]
    label = {"l": "Vertraagd", "s": "Gestopt", "ls": "Vertraagd of gestopt"}[states]
    assert below.startswith(f"\n\n{label}:\n- {line}\n"), below
    assert line in letter.html
    assert f">{label}</p>" in letter.html.partition("Ook dit kwartaal")[2]
    assert below.lower().count("vertraagd") == ("l" in states)
    for said in ("later dan beloofd", "(gestopt)"):
        assert below.count(said) == letter.html.count(said) == (states == "ls"), "the label says it already"


LIST_LABELS = {
    "r": "Toch niet klaar",
    "rr": "Toch niet klaar",
    "rl": "Anders dan gepland",
    "rs": "Anders dan gepland",
}


@pytest.mark.long
@pytest.mark.sampled(2)
@pytest.mark.parametrize("states", LIST_LABELS)
def test_a_success_that_was_reopened_is_not_called_late(
    edition_municipality: EditionMunicipality, states: str
) -> None:
    """It was *(later dan beloofd)* in lists and *Vertraagd* above stories, also with a date still to come."""
    town = EditionMunicipality(edition_municipality.database, edition_municipality.home, f"stad-{states}")
    status = {"l": ("lopend", "lopend"), "s": ("lopend", "gestopt"), "r": ("klaar", "lopend")}
    rest = {f"R-{n}": each for n, each in enumerate(states)}
    dates = {"l": LATE_ON, "s": LATE_ON, "r": date(2027, 6, 30)}

    def list_rest(at: int) -> list[dict[str, object]]:
        return [
            action(code, f"Actie {code}", status[each][at], public="ja", deadline=dates[each])
            for code, each in rest.items()
        ]

    first = list(TITLES)[:4]
    town.import_actions(FIRST, *(late(code) for code in first), *list_rest(0))
    town.import_actions(ASKED, *(late(code, reports=1) for code in first), *list_rest(1))
    proof = town.compile().proof
    (told,) = [story for story in proof.stories if story.code == "ook-minder"]
    words = {"l": "later dan beloofd", "s": "gestopt", "r": "toch niet klaar"}
    ordered = sorted(rest.items(), key=lambda each: (dates[each[1]], each[0]))
    named = tuple(f"Actie {code} ({words[each]})" for code, each in ordered)
    assert told.body.splitlines() == [f"- {each}" for each in named]
    assert list_titles([told], 9, "nl") == named
    letter = newsletter.render(proof, kit()).letter
    assert letter
    assert letter.text.count(f"Ook anders dan gepland\n[{LIST_LABELS[states]}]\n\nHet gaat om:\n") == 1
    (count,) = [each for each in proof.counts if each.kind is StoryKind.LESS_WELL]
    assert (count.number, count.stopped) == (4 + len(states), states.count("s"))
    assert (count.reopened, count.heading) == (states.count("r"), "otherwise")
    assert Proof.from_bytes(proof.as_bytes()).counts == proof.counts
    alone = replace(proof, counts=(replace(count, number=2, stopped=0, reopened=2),))
    assert list_counts(alone, kit())[0]["name"] == "Toch niet klaar"
    assert list_counts(proof, kit())[0]["name"] == "Anders dan gepland"
    (setback, *_) = proof.of_kind(StoryKind.LESS_WELL)
    many = [replace(setback, code=f"n-{n}") for n in range(6)]
    short = newsletter.render(replace(proof, stories=(*many, told)), kit()).letter
    assert short
    below = short.text.partition("Ook dit kwartaal")[2]
    line = "; ".join(f"Actie {code}" for code in rest) if set(states) == {"r"} else "; ".join(named)
    assert below.startswith(f"\n\n{LIST_LABELS[states]}:\n- {line}\n"), below


@pytest.mark.long
def test_each_medium_says_that_a_success_was_reopened(edition_municipality: EditionMunicipality) -> None:
    town = EditionMunicipality(edition_municipality.database, edition_municipality.home, "stad-media")
    deadline = {"deadline": date(2027, 6, 30), "public": "ja"}
    town.import_actions(FIRST, action("R-1", "Haag", "klaar", **deadline))
    why = {"news": "De helft is dood.", "news_on": date(2026, 11, 5)}
    town.import_actions(date(2026, 11, 5), action("R-1", "Haag", "lopend", **deadline, **why))
    town.compile()
    path = find_file(town, "minder-r-1")
    edit(path, "Haag: toch niet klaar", "De haag groeit niet")
    review = town.compile()
    assert review.problems == ()
    (story,) = review.proof.of_kind(StoryKind.LESS_WELL)
    named = {
        "nl": "De haag groeit niet (toch niet klaar)",
        "fr": "De haag groeit niet (finalement pas terminée)",
        "de": "De haag groeit niet (doch nicht fertig)",
        "en": "De haag groeit niet (not done after all)",
    }
    for language, name in named.items():
        assert list_titles([story], 5, language) == (name,)
    texts = render_everywhere(review.proof)
    assert sum("haag" in text.casefold() for text in texts) > 8
    for text in texts:
        assert "later dan beloofd" not in text
        assert "vertraagd" not in text.lower()


def render_everywhere(proof: Proof) -> list[str]:
    """Return what each medium says of an edition, as text."""
    context = kit(MediaSettings(website="https://zilverbeke.example.org/mvo", networks="mastodon"))
    texts = []
    for module in (
        newsletter,
        website,
        social,
        press_release,
        bulletin,
        staff_magazine,
        print_pieces,
        staff_meeting,
    ):
        rendered = module.render(proof, context)
        for file in rendered.files:
            if file.type == "application/pdf":
                pages = PdfReader(BytesIO(file.content)).pages
                texts.append("\n".join(page.extract_text() for page in pages))
            elif file.type in ("text/html", "text/plain"):
                texts.append(file.content.decode())
            elif file.name.endswith(".pptx"):
                shapes = [
                    shape for slide in Presentation(BytesIO(file.content)).slides for shape in slide.shapes
                ]
                texts.append("\n".join(each.text_frame.text for each in shapes if each.has_text_frame))
    return texts


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
    assert list_setback_names(stopped, "nl") == ("Werf (gestopt)",)


def test_numbers_are_called_late_or_stopped_where_all_that_they_count_is(
    edition_municipality: EditionMunicipality,
) -> None:
    """*Vertraagd of gestopt: 1* stood on sheets and slides above what was only late."""
    proof = edition_municipality.compile().proof
    names = {each.kind: each.heading for each in proof.counts}
    assert names[StoryKind.LESS_WELL] == "less-well", "one is late and one was stopped"
    (count,) = [each for each in proof.counts if each.kind is StoryKind.LESS_WELL]
    assert (count.number, count.stopped) == (2, 1)
    for number, stopped, heading in ((2, 0, "late"), (2, 2, "stopped"), (2, None, "less-well")):
        counts = (replace(count, number=number, stopped=stopped),)
        named = replace(proof, counts=counts)
        assert (
            list_counts(named, kit())[0]["name"]
            == {
                "late": "Vertraagd",
                "stopped": "Gestopt",
                "less-well": "Vertraagd of gestopt",
            }[heading]
        )
        assert Proof.from_bytes(named.as_bytes()).counts == counts


@pytest.mark.long
def test_what_became_public_stands_on_one_list_with_one_title(
    edition_municipality: EditionMunicipality,
) -> None:
    """There were two lists *Ook nieuw in het plan* with the same actions, one *voor het personeel*."""
    town = EditionMunicipality(edition_municipality.database, edition_municipality.home, "linde-noord")
    codes = [f"X-{n}" for n in range(9)]
    town.import_actions(FIRST, action("A-1", "Eerste"))
    internal = [
        action(code, f"Plan {code}", "gepland", public="ja" if code < "X-7" else "nee") for code in codes
    ]
    town.import_actions(ASKED, action("A-1", "Eerste"), *internal)
    town.compile()
    path = find_file(town, "ook-nieuw-intern")
    edit(path, "openbaar: nee", "openbaar: ja")
    town.import_actions(ASKED, action("A-1", "Eerste"), *(each | {"public": "ja"} for each in internal))
    review = town.compile()
    assert review.problems == ()
    lists = [story for story in review.proof.stories if story.title.startswith("Ook nieuw")]
    assert [(each.title, each.public) for each in lists] == [("Ook nieuw in het plan", True)]
    assert {code: count_told(review, code) for code in codes} == dict.fromkeys(codes, 1)
    assert "alleen voor het personeel" not in lists[0].title


@pytest.mark.parametrize("has_public", [True, False])
def test_lists_of_one_kind_are_one_and_a_title_of_what_is_public_is_for_all(has_public: bool) -> None:
    one = StoryDraft("ook-nieuw", StoryKind.NEW, "Ook nieuw", "Het gaat om:\n\n- A\n- B", True, ("A", "B"))
    staff = replace(one, code="intern", title="Ook nieuw, alleen voor het personeel", actions=("B", "C"))
    staff = replace(staff, text="Het gaat om:\n\n- B\n- C", public=has_public)
    joined = join_lists([("1.md", one), ("2.md", staff)], "nl")
    if has_public:
        ((name, told),) = joined
        assert (name, told.title, told.actions) == ("1.md", "Ook nieuw", ("A", "B", "C"))
        assert told.text == "Het gaat om:\n\n- A\n- B\n- C"
        alone = join_lists([("2.md", staff)], "nl")
        assert [each.title for _, each in alone] == ["Ook nieuw"]
    else:
        assert [(each.title, each.actions) for _, each in joined] == [
            ("Ook nieuw", ("A", "B")),
            ("Ook nieuw, alleen voor het personeel", ("C",)),
        ]
    kept = replace(staff, text="Ook deze:\n\n- B\n- C")
    assert len(join_lists([("1.md", one), ("2.md", kept)], "nl")) == 2, "a person's own words stay"
