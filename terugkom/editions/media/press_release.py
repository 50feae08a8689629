"""The press release: about one page, with the mail to the press list, which is held until a person releases
it."""

from dataclasses import replace

from terugkom.editions.media.article import article_by_mail
from terugkom.editions.media.fit_length import words
from terugkom.editions.media.media_context import Kit
from terugkom.editions.media.rendered import Made
from terugkom.editions.proof import Proof
from terugkom.plan.media import Medium, Role


def made(proof: Proof, kit: Kit) -> Made:
    """Render the release, at most `House.press_words` long; its headline is the title of the first story.

    It contains no quotations and not the edition's introduction, which is internal.
    Raises TemplateProblem.
    """
    release = article_by_mail(
        Medium.PRESS,
        Role.PRESS_LIST,
        proof.public,
        kit,
        name="persbericht",
        most=kit.house.press_words,
        unit="woorden",
        measure=words,
    )
    return replace(release, held=True)
