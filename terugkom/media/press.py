"""The press: a release of about a page, with the letter to the press list, which waits for a person."""

from dataclasses import replace

from terugkom.documents.markup import on_paper
from terugkom.edition.proof import Proof
from terugkom.media.article import article_by_mail
from terugkom.media.fitting import words
from terugkom.media.kit import Kit
from terugkom.media.medium import Made, Medium, Role


def made(proof: Proof, kit: Kit) -> Made:
    """Write the release, of `House.press_words` at most; its headline is the title of the first story.

    It quotes only what a person wrote: the edition's introduction, if that is one paragraph, as the words of
    the municipality; no name is put under words whose speaker is not known. Raises TemplateProblem.
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
        quote=_quote(proof.introduction),
    )
    return replace(release, held=True)


def _quote(introduction: str) -> str:
    said = on_paper(introduction)
    return said[0].text.strip().rstrip(".") if len(said) == 1 and said[0].kind == "text" else ""
