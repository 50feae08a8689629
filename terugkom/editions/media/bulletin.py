"""The municipal bulletin: a public article within an agreed number of characters."""

from terugkom.editions.media.article import render_article_letter
from terugkom.editions.media.fit_length import LengthLimit
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.editions.proof import Proof
from terugkom.plan.media import Medium, Role


def render(proof: Proof, media_context: MediaContext) -> RenderedMedium:
    """Render the article, at most `bulletin_characters` long, spaces included; see `render_article_letter`.

    The edition's introduction is internal and is omitted. Raises TemplateError.
    """
    return render_article_letter(
        Medium.BULLETIN,
        Role.BULLETIN_EDITOR,
        proof.public_only,
        media_context,
        LengthLimit(media_context.settings.bulletin_characters, "characters", len),
    )
