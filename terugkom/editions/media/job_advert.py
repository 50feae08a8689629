"""A paragraph for job advertisements, with completed actions only."""

from dataclasses import replace

from terugkom.editions.media.article import build_template_context, render_article, render_omission_note
from terugkom.editions.media.fit_length import LengthTooShort
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.page_parts import render_page, render_page_assets
from terugkom.editions.media.rendered import File, RenderedMedium
from terugkom.editions.proof import Proof
from terugkom.editions.story import StoryKind
from terugkom.plan.media import Medium


def render(proof: Proof, media_context: MediaContext) -> RenderedMedium:
    """Render the paragraph, at most `jobs_characters` long, as a Word document, text, HTML and a page.

    It contains the leads of public stories of completed actions; without any, there is no paragraph and a
    note.
    Raises TemplateError.
    """
    done = tuple(replace(story, body="") for story in proof.public_only.of_kind(StoryKind.DONE))
    proof = replace(proof.public_only, stories=done)
    most = media_context.settings.jobs_characters
    try:
        written = render_article(proof, media_context, Medium.JOBS, "alinea", max_length=most, measure=len)
    except LengthTooShort:
        written = None
    context = {**build_template_context(proof, media_context), "done": done, "most": most}
    if written is None or not written.stories:
        return render_omission_note(Medium.JOBS, media_context, context)
    context["stories"] = written.stories
    html = media_context.templates.render_text("jobs/paragraph.html", context)
    part = File("alinea-html.txt", "text/plain", html.encode())
    files = (
        *written.files,
        part,
        render_page(media_context, "index.html", "jobs/page.html", context),
        *render_page_assets(media_context),
    )
    return RenderedMedium(Medium.JOBS, files, has_pages=True)
