"""The press: a release of about a page, with the letter to the press list, which waits for a person."""

from dataclasses import replace

from terugkom.editions.media.article import article_by_mail
from terugkom.editions.media.fit_length import words
from terugkom.editions.media.media_context import Kit
from terugkom.editions.media.rendered import Made
from terugkom.editions.proof import Proof
from terugkom.plan.media import Medium, Role


def made(proof: Proof, kit: Kit) -> Made:
    """Write the release, of `House.press_words` at most; its headline is the title of the first story.

    It quotes nobody: no words are invented, and the edition's introduction was written for colleagues.
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
