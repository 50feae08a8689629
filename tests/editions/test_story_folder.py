"""An edition's folder: what an officer edited, reordered, added or dropped stays so."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terugkom.documents.plain_file import NotPlainFile
from terugkom.editions.edition_folders import EditionFolders
from terugkom.editions.story import StoryKind
from terugkom.editions.story_file import StoryDraft, parse_story_file, render_story_file
from terugkom.editions.story_folder import read_story_folder, write_stories
from tests.editions.conftest import NOW
from tests.editions.edition_municipality import ASKED, EditionMunicipality
from tests.editions.media.pictures import photograph

MOSTLY_SQLITE = True
pytestmark = pytest.mark.each_database


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


@pytest.mark.long
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


@pytest.mark.long
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


BOMB = "---\ntitel: &a [x, x]\nthema: &b [*a, *a]\nfoto: [*b, *b]\n---\n\nTekst.\n"
WRONG_FILES = {
    "010-bom.md": BOMB.encode(),
    "020-haakjes.md": b"---\ntitel: " + b"[" * 20_000 + b"\n---\n\nTekst.\n",
    "030-sterren.md": b"---\ntitel: Sterren\n---\n\n" + b"*" * 10_000_000,
    "040-bytes.md": b"---\ntitel: \xff\n---\n\nTekst.\n",
    "050-nul.md": b"---\ntitel: a\0b\n---\n\nTekst.\n",
}
GOOD_STORY = "---\ntitel: Goed\n---\n\nDit blijft.\n"


def test_each_bad_story_is_named_with_its_reason_and_the_others_go_on(tmp_path: Path) -> None:
    for name, content in WRONG_FILES.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "900-goed.md").write_text(GOOD_STORY)
    os.mkfifo(tmp_path / "060-pijp.md")
    found = read_story_folder(tmp_path, "nl")
    assert [story.title for _, story in found.stories] == ["Goed"]
    named = [problem.replace(",", ":").split(":")[0] for problem in found.problems]
    assert sorted(named) == sorted([*WRONG_FILES, "060-pijp.md"])
    assert "030-sterren.md: dit verhaal is groter dan 50 kB; kort het in" in found.problems


def test_links_are_named_and_never_followed(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "editie", tmp_path / "elders"
    folder.mkdir()
    elsewhere.mkdir()
    (elsewhere / "geheim.md").write_text(GOOD_STORY.replace("Goed", "Geheim"))
    (elsewhere / "geheim.jpg").write_bytes(photograph("geheim.jpg").content)
    (folder / "010-geheim.md").symlink_to(elsewhere / "geheim.md")
    (folder / "foto.jpg").symlink_to(elsewhere / "geheim.jpg")
    (folder / "map").symlink_to(elsewhere)
    fields = "foto-tekst: x\nfotograaf: x\ntoestemming: x\n---"
    for n, picture in enumerate(("foto.jpg", "map/geheim.jpg", "../elders/geheim.jpg", "/etc/passwd"), 2):
        story = GOOD_STORY.replace("Goed\n---", f"Goed\nfoto: {picture}\n{fields}")
        (folder / f"{n}0-verhaal-{n}.md").write_text(story)
    found = read_story_folder(folder, "nl")
    assert found.pictures == {}
    assert [story.title for _, story in found.stories] == ["Goed"] * 4
    assert [problem.partition(": ")[2].partition(" is ")[0] for problem in found.problems] == [
        "dit",
        "foto: foto.jpg",
        "foto: er ligt geen foto map/geheim.jpg naast",
        "foto: er ligt geen foto ../elders/geheim.jpg naast",
        "foto: er ligt geen foto /etc/passwd naast",
    ]


@pytest.mark.parametrize("part", ["linde", "linde/editions", "linde/editions/2026-Q4"])
def test_a_folder_of_an_edition_that_is_a_link_is_refused(tmp_path: Path, part: str) -> None:
    home = tmp_path / "municipalities"
    (home / part).parent.mkdir(parents=True)
    (tmp_path / "elders").mkdir()
    (home / part).symlink_to(tmp_path / "elders")
    with pytest.raises(NotPlainFile, match=f"^{part} is a symbolic link"):
        EditionFolders(home).folder_for("linde", "2026-Q4")


def test_a_story_that_was_replaced_by_a_link_is_not_written_through(tmp_path: Path) -> None:
    folder, target = tmp_path / "editie", tmp_path / "ander.md"
    folder.mkdir()
    compiled = write_stories(folder, drafts("een"), {}, "nl")
    (folder / "010-verhaal-0.md").rename(target)
    (folder / "010-verhaal-0.md").symlink_to(target)
    before = target.read_bytes()
    write_stories(folder, drafts("anders"), compiled, "nl")
    assert target.read_bytes() == before


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("foto.png", b"%!PS-Adobe-3.0 EPSF-3.0\n", "is geen JPEG en geen PNG"),
        ("foto.jpg", b"<svg/>", "is geen JPEG en geen PNG"),
        ("foto.heic", b"\0\0\0\x18ftypheic", "is geen JPEG en geen PNG"),
        ("foto.jpg", photograph("foto.jpg").content[:-500], "is beschadigd of niet volledig"),
        ("foto.jpg", b"\xff\xd8" + b"x" * 5_000_000, "is groter dan 5 MB"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_found_before_approval(
    edition_municipality: EditionMunicipality, name: str, content: bytes, why: str
) -> None:
    edition_municipality.compile()
    path = edition_municipality.folder / "010-klaar-m-01.md"
    told = path.read_text().replace("foto:", f"foto: {name}", 1).replace("foto-tekst:", "foto-tekst: x")
    path.write_text(told.replace("fotograaf:", "fotograaf: x").replace("toestemming:", "toestemming: x"))
    (edition_municipality.folder / name).write_bytes(content)
    review = edition_municipality.compile()
    (problem,) = review.problems
    assert problem.startswith(f"010-klaar-m-01.md: foto: {name} {why}")
    assert review.proof.stories[0].picture is None
