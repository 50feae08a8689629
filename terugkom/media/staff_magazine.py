"""The staff magazine: an article within an agreed number of words, with the letter to its editor."""

from terugkom.edition.proof import Proof
from terugkom.media.article import article_by_mail
from terugkom.media.fitting import words
from terugkom.media.kit import Kit
from terugkom.media.medium import Made, Medium, Role


def made(proof: Proof, kit: Kit) -> Made:
    """Write the article, of `House.magazine_words` at most; see `article_by_mail`. Raises TemplateProblem."""
    return article_by_mail(
        Medium.STAFF_MAGAZINE,
        Role.MAGAZINE_EDITOR,
        proof,
        kit,
        most=kit.house.magazine_words,
        unit="woorden",
        measure=words,
    )
