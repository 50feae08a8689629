"""What mail servers and organisations write above and below an answer is no word of its writer."""

import pytest

from terugkom.inbox.reply_text import parse_reply_text

BELOW = (
    "Dit bericht is niet voor anderen bestemd. Als u het per vergissing ontving, mag u het niet gebruiken.",
    "Deze e-mail en eventuele bijlagen zijn vertrouwelijk en\nuitsluitend bestemd voor de geadresseerde.",
    "Disclaimer: www.example.org/disclaimer",
    "Denk aan het milieu voor u deze mail print.",
    "Ce message est confidentiel et ne doit pas être lu par d'autres.",
    "Pensez à l'environnement avant d'imprimer ce message",
    "Diese E-Mail ist vertraulich und nicht für andere.",
    "This e-mail and any attachments are confidential. If you are not the recipient, delete it.",
)
ABOVE = (
    "[EXTERN] Deze mail komt van buiten de organisatie. Klik niet op links.",
    "*** Externe e-mail - opgelet met links en bijlagen ***",
    "CAUTION: This email originated from outside of the organization. Do not click links.",
    "Ce message provient de l'extérieur. Ne cliquez pas sur les liens.",
    "Dit bericht is vertrouwelijk.",
    "[EXTERNAL EMAIL]",
    "LET OP: deze e-mail komt van buiten de gemeente, open geen bijlagen als u de afzender niet kent.",
    "Externe mail\nKlik niet op links of bijlagen.",
    "Do not click links or open attachments unless you recognize the sender and know the content is safe.",
)
KEPT = (
    "Klaar.\nDeze mail en bijlagen gaan over E-07, niet over E-01.",
    "Externe partner is klaar",
    "Extern advies is klaar, wij nog niet",
    "Let op: de levering is uitgesteld",
    "Let op, de afzender van de offerte is ziek",
    "Attention: le délai est reporté",
    "Deze mail is bestemd voor Bo, niet voor mij.",
    "Denk aan het milieu: we doen het niet",
    "Dit bericht is bestemd voor de werkgroep: de actie is klaar.",
    "This message is intended for the working group: the action is done.",
    "LET OP: deze mail heb ik van buiten de dienst gekregen, maar we zijn klaar",
    "Deze mail komt van buiten de dienst, maar we zijn klaar",
    "Externe mail van de leverancier: levering 1 mei.",
    "De levering is later.\nExterne mail",
    "Klik niet op de link in mijn vorige mail, de actie is klaar",
    "[Externe aannemer] klaar",
)


@pytest.mark.parametrize("below", BELOW)
def test_a_disclaimer_below_an_answer_is_no_part_of_it(below: str) -> None:
    assert parse_reply_text(f"Klaar.\n\n{below}").own == "Klaar."


@pytest.mark.parametrize("above", ABOVE)
def test_a_banner_above_an_answer_is_no_part_of_it(above: str) -> None:
    assert parse_reply_text(f"{above}\n\nKlaar.\n").own == "Klaar."


@pytest.mark.parametrize("said", KEPT)
def test_what_a_writer_says_with_such_words_is_kept(said: str) -> None:
    assert parse_reply_text(said).own == said


@pytest.mark.parametrize("tag", ["[Extern] ", "[EXTERNAL] ", "[LET OP: extern] ", "*** EXTERNAL EMAIL *** "])
def test_a_tag_before_an_answer_is_left_out_alone(tag: str) -> None:
    assert parse_reply_text(f"{tag}klaar").own == "klaar"
