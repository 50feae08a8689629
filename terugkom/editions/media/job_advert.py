"""A paragraph for job advertisements, with completed actions only."""

from dataclasses import replace

from terugkom.editions.media.article import article, not_made, words_of
from terugkom.editions.media.fit_length import NoRoom
from terugkom.editions.media.media_context import Kit
from terugkom.editions.media.page_parts import page, style
from terugkom.editions.media.rendered import File, Made
from terugkom.editions.proof import Proof
from terugkom.editions.story import StoryKind
from terugkom.plan.media import Medium


def made(proof: Proof, kit: Kit) -> Made:
    """Render the paragraph, at most `House.jobs_characters` long, as a Word document, text, HTML and a page.

    It contains the leads of public stories of completed actions; without any, there is no paragraph and a
    note.
    Raises TemplateProblem.
    """
    done = tuple(replace(story, body="") for story in proof.public.of_kind(StoryKind.DONE))
    proof = replace(proof.public, stories=done)
    most = kit.house.jobs_characters
    try:
        written = article(proof, kit, Medium.JOBS, "alinea", most=most, measure=len)
    except NoRoom:
        written = None
    context = {**words_of(proof, kit), "done": done, "most": most}
    if written is None or not written.told:
        return not_made(Medium.JOBS, kit, context)
    context["stories"] = written.told
    html = kit.templates.text("jobs/paragraph.html", context)
    part = File("alinea-html.txt", "text/plain", html.encode())
    files = (*written.files, part, page(kit, "index.html", "jobs/page.html", context), style(kit))
    return Made(Medium.JOBS, files, pages=True)
