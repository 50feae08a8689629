"""The municipal bulletin: a public article within an agreed number of characters."""

from terugkom.editions.media.article import article_by_mail
from terugkom.editions.media.media_context import Kit
from terugkom.editions.media.rendered import Made
from terugkom.editions.proof import Proof
from terugkom.plan.media import Medium, Role


def made(proof: Proof, kit: Kit) -> Made:
    """Render the article, at most `House.bulletin_characters` long, spaces included; see `article_by_mail`.

    The edition's introduction is internal and is omitted. Raises TemplateProblem.
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
