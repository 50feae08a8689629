"""The public space: an A3 poster, a folded A4 brochure and a photo collage, with a mail to the front desk."""

from collections.abc import Iterator
from typing import Any

from terugkom.documents.markup import address, on_paper
from terugkom.editions.media.article import kind_of, not_made, with_files, words_of
from terugkom.editions.media.fit_length import Depth, steps
from terugkom.editions.media.media_context import Kit
from terugkom.editions.media.photographs import photographs
from terugkom.editions.media.rendered import File, Made
from terugkom.editions.proof import Proof
from terugkom.editions.story import Figure, Story, StoryKind
from terugkom.plan.media import Medium, Role

_PDF = "application/pdf"
_COUNTED = (StoryKind.DONE, StoryKind.UNDER_WAY, StoryKind.LESS_WELL, StoryKind.NEW, StoryKind.IDEA)


def made(proof: Proof, kit: Kit) -> Made:
    """Render the sheets and the mail to the front desk; without photographs no collage. Raises
    TemplateProblem.

    The template measures how much of the stories fits on a sheet, in the order of `fitting.steps`:
    setbacks take precedence over successes.
    """
    proof = proof.public
    context = words_of(proof, kit)
    if not proof.stories:
        return not_made(Medium.PUBLIC_SPACE, kit, context)
    shown = photographs(proof.stories, kit)
    pictures = [each.content for each in shown]
    data = {
        "municipality": proof.town,
        "quarter": context["quarter"],
        "website": address(kit.house.website),
        "answer_address": kit.answer_address,
        "stories": [_story(story, kit) for story in proof.stories],
        "figures": list(figures(proof)),
        "counts": list(_counts(proof, kit)),
        "pictures": [
            {
                "file": f"/pictures/{n}.jpg",
                "story": each.story,
                "title": each.title,
                "alt": each.alt,
                "photographer": each.photographer,
            }
            for n, each in enumerate(shown)
        ],
    }

    def sheet(kind: str, name: str, deepest: Depth) -> File:
        told = {**data, "steps": steps(proof.stories, deepest)}
        content = kit.templates.pdf(f"public-space/{kind}", told, kit.made_at, pictures)
        return File(f"{name}-{proof.code}.pdf", _PDF, content)

    files = [sheet("poster", "affiche", Depth.LEAD), sheet("brochure", "folder", Depth.WHOLE)]
    note = "" if shown else kit.templates.text("public-space/none.txt", context).strip()
    if shown:
        files.append(sheet("collage", "fotocollage", Depth.TITLE))
    letter = kit.templates.letter(Medium.PUBLIC_SPACE, {**context, "collage": bool(shown), "note": note})
    return Made(Medium.PUBLIC_SPACE, tuple(files), with_files(letter, files), Role.FRONT_DESK, note=note)


def figures(proof: Proof) -> Iterator[Figure]:
    """Yield the figures of an edition, each once, in the order of its stories."""
    seen: set[str] = set()
    for figure in (figure for story in proof.stories for figure in story.figures):
        if figure.code not in seen:
            seen.add(figure.code)
            yield figure


def _story(story: Story, kit: Kit) -> dict[str, Any]:
    return {
        "kind": kind_of(story, kit),
        "code": story.code,
        "title": story.title,
        "lead": on_paper(story.lead),
        "body": on_paper(story.body),
    }


def _counts(proof: Proof, kit: Kit) -> Iterator[dict[str, Any]]:
    for kind in _COUNTED:
        if found := proof.of_kind(kind):
            yield {"name": kind_of(found[0], kit), "number": len(found)}
