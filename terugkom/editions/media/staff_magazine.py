"""The staff magazine: an article within an agreed number of words, with the letter to its editor."""

from terugkom.editions.media.article import article_by_mail
from terugkom.editions.media.fit_length import words
from terugkom.editions.media.media_context import Kit
from terugkom.editions.media.rendered import Made
from terugkom.editions.proof import Proof
from terugkom.plan.media import Medium, Role


def made(proof: Proof, kit: Kit) -> Made:
    """Render the article, at most `House.magazine_words` long; see `article_by_mail`. Raises
    TemplateProblem."""
    return article_by_mail(
        Medium.STAFF_MAGAZINE,
        Role.MAGAZINE_EDITOR,
        proof,
        kit,
        most=kit.house.magazine_words,
        unit="woorden",
        measure=words,
    )
