"""An edition's folder: what an officer edited, reordered, added or dropped stays so."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terugkom.editions.story import StoryKind
from terugkom.editions.story_file import StoryDraft, parse_story_file, render_story_file
from terugkom.editions.story_folder import read_story_folder, write_stories
from tests.editions.conftest import NOW
from tests.editions.edition_municipality import ASKED, EditionMunicipality
from tests.editions.media.pictures import photograph


def drafts(*texts: str) -> list[StoryDraft]:
    return [StoryDraft(f"verhaal-{n}", StoryKind.NEW, f"Titel {n}", text) for n, text in enumerate(texts)]


def test_what_was_edited_is_never_overwritten(tmp_path: Path) -> None:
    compiled = write_stories(tmp_path, drafts("een", "twee"), {}, "nl")
    mine = (tmp_path / "010-verhaal-0.md").read_text().replace("een", "van mij")
    (tmp_path / "010-verhaal-0.md").write_text(mine)
    write_stories(tmp_path, drafts("anders", "anders"), compiled, "nl")
    assert (tmp_path / "010-verhaal-0.md").read_text() == mine
    assert (
        parse_story_file("020-verhaal-1.md", (tmp_path / "020-verhaal-1.md").read_text(), "nl").text
        == "anders"
    )


def test_what_was_dropped_stays_away_and_what_was_moved_stays_there(tmp_path: Path) -> None:
    compiled = write_stories(tmp_path, drafts("een", "twee"), {}, "nl")
    (tmp_path / "010-verhaal-0.md").unlink()
    (tmp_path / "020-verhaal-1.md").rename(tmp_path / "005-verhaal-1.md")
    again = write_stories(tmp_path, drafts("een!", "twee!"), compiled, "nl")
    assert [path.name for path in tmp_path.iterdir()] == ["005-verhaal-1.md"]
    assert read_story_folder(tmp_path, "nl").stories[0][1].text == "twee!"
    assert write_stories(tmp_path, drafts("een!", "twee!"), again, "nl") == again


def test_what_is_no_longer_so_goes_unless_it_was_edited(tmp_path: Path) -> None:
    compiled = write_stories(tmp_path, drafts("een", "twee"), {}, "nl")
    (tmp_path / "010-verhaal-0.md").write_text(render_story_file(drafts("van mij")[0], "nl"))
    assert write_stories(tmp_path, [], compiled, "nl").keys() == {"verhaal-0"}
    assert [path.name for path in tmp_path.iterdir()] == ["010-verhaal-0.md"]


@given(
    edits=st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(["edit", "drop", "move", "none"])), max_size=6
    )
)
def test_whatever_an_officer_does_compiling_again_takes_nothing_back(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[int, str]]
) -> None:
    folder = tmp_path_factory.mktemp("editie")
    compiled = write_stories(folder, drafts("een", "twee", "drie"), {}, "nl")
    mine: dict[int, str | None] = {}
    for turn, (n, what) in enumerate(edits):
        found = list(folder.glob(f"*-verhaal-{n}.md"))
        if not found:
            continue
        if what == "edit":
            found[0].write_text(render_story_file(drafts(*["x"] * n, f"van mij {turn}")[n], "nl"))
            mine[n] = f"van mij {turn}"
        elif what == "drop":
            found[0].unlink()
            mine[n] = None
        elif what == "move":
            found[0].rename(folder / f"{900 + turn}-verhaal-{n}.md")
        compiled = write_stories(folder, drafts("een", "twee", f"drie {turn}"), compiled, "nl")
    told = {story.code: story.text for _, story in read_story_folder(folder, "nl").stories}
    for n, text in mine.items():
        assert told.get(f"verhaal-{n}") == text


def test_a_picture_needs_words_and_a_permission(edition_municipality: EditionMunicipality) -> None:
    edition_municipality.compile()
    path = edition_municipality.folder / "010-klaar-m-01.md"
    path.write_text(path.read_text().replace("foto:", "foto: fiets.jpg", 1))
    assert "er ligt geen foto fiets.jpg" in edition_municipality.compile().problems[0]
    (edition_municipality.folder / "fiets.jpg").write_bytes(photograph("fiets.jpg").content)
    problems = edition_municipality.compile().problems
    assert [each.split(":")[1].strip() for each in problems] == ["foto-tekst", "fotograaf, toestemming"]
    told = path.read_text().replace("foto-tekst:", "foto-tekst: Drie fietsen")
    told = told.replace("fotograaf:", "fotograaf: Bram").replace("toestemming:", "toestemming: Bram, 3/11")
    path.write_text(told)
    proofed = edition_municipality.compile()
    assert proofed.problems == ()
    picture = proofed.proof.stories[0].picture
    assert picture
    assert (picture.alt, picture.sha256) == ("Drie fietsen", photograph("fiets.jpg").sha256)


def test_a_story_of_the_officer_s_own_is_told_where_its_name_puts_it(
    edition_municipality: EditionMunicipality,
) -> None:
    edition_municipality.compile()
    (edition_municipality.folder / "005-voorwoord.md").write_text(
        "---\ntitel: Welkom\n---\n\nDag allemaal.\n"
    )
    proofed = edition_municipality.compile()
    assert (proofed.proof.stories[0].title, proofed.proof.stories[0].public) == ("Welkom", False)
    edition_municipality.import_actions(ASKED, *NOW[1:])
    assert edition_municipality.compile().proof.stories[0].title == "Welkom"
