"""The internal newsletter: a mail with all stories, in the order of the edition."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from terugkom.delivery.unsubscribe_token import Leaving
from terugkom.documents.letter import Attachment, Letter
from terugkom.editions.media.media_context import Kit
from terugkom.editions.media.page_parts import about, pictures
from terugkom.editions.media.rendered import File, Made
from terugkom.editions.media.website import address_of
from terugkom.editions.proof import Proof
from terugkom.editions.story import StoryKind
from terugkom.plan.media import Medium

KIND = "newsletter"
LEAVE = "Afmelden nieuwsbrief"
_SMALL = 60_000  # maximum bytes of one picture in a mail
_TOGETHER = 200_000


def made(proof: Proof, kit: Kit) -> Made:
    """Render the newsletter, as a mail and as files. Raises DocumentChanged, InputError, TemplateProblem."""
    shown = _small_enough(pictures(proof.stories, kit))
    attached = {code: Attachment(file.name, file.type, file.content) for code, file in shown.items()}
    letter = _letter(proof, kit, {code: each.address for code, each in attached.items()})
    letter = replace(letter, pictures=tuple(attached.values()))
    alone = _letter(proof, kit, {code: _inside(file) for code, file in shown.items()})
    files = (
        File("nieuwsbrief.html", "text/html", alone.html.encode()),
        File("nieuwsbrief.txt", "text/plain", alone.text.encode()),
    )
    return Made(Medium.NEWSLETTER, files, letter)


def leaving(kit: Kit) -> Leaving | None:
    """Return the unsubscribe options of the newsletter; None without an answer address."""
    if not kit.answer_address:
        return None
    return Leaving(kit.answer_address, LEAVE, kit.house.unsubscribe_url)


def _letter(proof: Proof, kit: Kit, shown: Mapping[str, str]) -> Letter:
    return kit.templates.letter(KIND, _context(proof, kit, shown))


def _context(proof: Proof, kit: Kit, shown: Mapping[str, str]) -> dict[str, Any]:
    ideas = proof.of_kind(StoryKind.IDEA)
    return {
        **about(proof, kit),
        "introduction": proof.introduction,
        "pictures": shown,
        "links": {story.code: address_of(kit.house, proof.period, story) for story in proof.stories},
        "ideas": [number for number, story in enumerate(proof.stories, 1) if story in ideas],
        "leave": LEAVE,
    }


def _small_enough(shown: Mapping[str, File]) -> dict[str, File]:
    """Return the pictures within the size limits of a mail; the others are on the website only."""
    room, kept = _TOGETHER, {}
    for code, file in shown.items():
        if len(file.content) <= min(_SMALL, room):
            room -= len(file.content)
            kept[code] = file
    return kept


def _inside(file: File) -> str:
    return f"data:{file.type};base64,{b64encode(file.content).decode()}"
