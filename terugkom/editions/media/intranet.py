"""The intranet: the rules, the full report and an answer address, with the pages of the idea box and the
code of conduct."""

from terugkom.editions.media import code_of_conduct, idea_box
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.page_parts import (
    build_edition_context,
    load_pictures,
    render_page_assets,
    render_page_file,
)
from terugkom.editions.media.rendered import File, RenderedMedium
from terugkom.editions.proof import Proof
from terugkom.plan.media import Medium


def render(proof: Proof, media_context: MediaContext) -> RenderedMedium:
    """Render the internal pages of an edition. Raises DocumentChanged, InputError, TemplateError."""
    shown = load_pictures(proof.stories, media_context, "pictures/")
    conduct = media_context.code_of_conduct
    rules = conduct and {
        "title": conduct.title,
        "version": conduct.version,
        "headings": conduct.headings,
        "page": code_of_conduct.PAGE_NAME,
        "pdf": code_of_conduct.format_pdf_name(conduct, media_context.templates.language),
    }
    context = {
        **build_edition_context(proof, media_context, for_staff=True),
        "introduction": proof.introduction,
        "rules": rules,
        "pictures": {code: file.name for code, file in shown.items()},
        "idea_box": idea_box.PAGE_NAME,
    }
    beside = code_of_conduct.render_files(conduct, proof.town, media_context) if conduct else ()
    files = (
        render_page_file(media_context, "index.html", "intranet/page.html", context),
        *idea_box.render_files(proof, media_context),
        *beside,
        *shown.values(),
        *render_page_assets(media_context),
    )
    return RenderedMedium(Medium.INTRANET, _drop_duplicate_files(files), has_pages=True)


def _drop_duplicate_files(files: tuple[File, ...]) -> tuple[File, ...]:
    return tuple({file.name: file for file in files}.values())
