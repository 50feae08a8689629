"""The idea box: the call for ideas, and what became of those that were answered.

The call itself is a part of the newsletter and of the intranet too: see ``idea-box/section.html``.
"""

from terugkom.editions.media.media_context import Kit
from terugkom.editions.media.page_parts import about, page, pictures, style
from terugkom.editions.media.rendered import File, Made
from terugkom.editions.proof import Proof
from terugkom.editions.story import StoryKind
from terugkom.plan.media import Medium

PAGE = "ideeenbus.html"


def made(proof: Proof, kit: Kit) -> Made:
    """Render the page of the idea box. Raises DocumentChanged, InputError, TemplateProblem."""
    return Made(Medium.IDEA_BOX, (*files_of(proof, kit), style(kit)), pages=True)


def files_of(proof: Proof, kit: Kit) -> tuple[File, ...]:
    """Return the page and its pictures."""
    ideas = proof.of_kind(StoryKind.IDEA)
    shown = pictures(ideas, kit, "pictures/")
    context = {
        **about(proof, kit),
        "ideas": ideas,
        "pictures": {code: file.name for code, file in shown.items()},
    }
    return (page(kit, PAGE, "idea-box/page.html", context), *shown.values())
