"""The staff magazine: an article within an agreed number of words, with the letter to its editor."""

from terugkom.editions.media.article import render_article_letter
from terugkom.editions.media.fit_length import LengthLimit, count_words
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.editions.proof import Proof
from terugkom.plan.media import Medium, Role


def render(proof: Proof, media_context: MediaContext) -> RenderedMedium:
    """Render the article, at most `magazine_words` long; see `render_article_letter`. Raises
    TemplateError."""
    return render_article_letter(
        Medium.STAFF_MAGAZINE,
        Role.MAGAZINE_EDITOR,
        proof,
        media_context,
        LengthLimit(media_context.settings.magazine_words, "words", count_words),
    )
