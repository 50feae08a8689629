"""The municipal bulletin: a public article within an agreed number of characters."""

from terugkom.edition.proof import Proof
from terugkom.media.article import article_by_mail
from terugkom.media.kit import Kit
from terugkom.media.medium import Made, Medium, Role


def made(proof: Proof, kit: Kit) -> Made:
    """Write the article, of `House.bulletin_characters` at most, spaces included; see `article_by_mail`.

    The edition's introduction was written for colleagues, and is left out. Raises TemplateProblem.
    """
    return article_by_mail(
        Medium.BULLETIN,
        Role.BULLETIN_EDITOR,
        proof.public,
        kit,
        most=kit.house.bulletin_characters,
        unit="tekens",
        measure=len,
    )
