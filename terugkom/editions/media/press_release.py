"""The press release: about one page, with the mail to the press list, which is held until a person releases
it."""

from dataclasses import replace

from terugkom.editions.media.article import render_article_letter
from terugkom.editions.media.fit_length import count_words
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.editions.proof import Proof
from terugkom.plan.media import Medium, Role


def render(proof: Proof, media_context: MediaContext) -> RenderedMedium:
    """Render the release, at most `press_words` long; its headline is the title of the first story.

    It contains no quotations and not the edition's introduction, which is internal.
    Raises TemplateError.
    """
    release = render_article_letter(
        Medium.PRESS,
        Role.PRESS_LIST,
        proof.public_only,
        media_context,
        name="persbericht",
        max_length=media_context.settings.press_words,
        unit="words",
        measure=count_words,
    )
    return replace(release, held=True)
