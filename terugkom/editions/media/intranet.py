"""The intranet: the rules, the full report and an answer address, with the pages of the idea box and the
code of conduct."""

from terugkom.editions.media import code_of_conduct, idea_box
from terugkom.editions.media.media_context import Kit
from terugkom.editions.media.page_parts import about, page, pictures, style
from terugkom.editions.media.rendered import File, Made
from terugkom.editions.proof import Proof
from terugkom.plan.media import Medium


def made(proof: Proof, kit: Kit) -> Made:
    """Render the internal pages of an edition. Raises DocumentChanged, InputError, TemplateProblem."""
    shown = pictures(proof.stories, kit, "pictures/")
    conduct = kit.conduct
    rules = conduct and {
        "title": conduct.title,
        "version": conduct.version,
        "headings": conduct.headings,
        "page": code_of_conduct.PAGE,
        "pdf": code_of_conduct.pdf_name(conduct),
    }
    context = {
        **about(proof, kit),
        "introduction": proof.introduction,
        "rules": rules,
        "pictures": {code: file.name for code, file in shown.items()},
        "idea_box": idea_box.PAGE,
    }
    beside = code_of_conduct.files_of(conduct, proof.town, kit) if conduct else ()
    files = (
        page(kit, "index.html", "intranet/page.html", context),
        *idea_box.files_of(proof, kit),
        *beside,
        *shown.values(),
        style(kit),
    )
    return Made(Medium.INTRANET, _once(files), pages=True)


def _once(files: tuple[File, ...]) -> tuple[File, ...]:
    return tuple({file.name: file for file in files}.values())
