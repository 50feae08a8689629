"""A photograph is shown if somebody allowed it: a no, a question and a promise are no permission."""

from pathlib import Path

import pytest

from terugkom.editions.picture_permission import denies_permission
from terugkom.editions.story_file import StoryDraft, StoryKind, render_story_file
from terugkom.editions.story_folder import read_story_folder
from tests.editions.test_word_draft import picture


@pytest.mark.parametrize(
    ("language", "words"),
    [
        *(("nl", words) for words in ("nee", "Nee, ingetrokken op 3/2", "nog te vragen", "niet gevraagd")),
        *(("nl", words) for words in ("?", "-", "wacht op de ouders", "geen", "gevraagd aan An op 3/2")),
        *(("nl", words) for words in ("n.v.t.", "aangevraagd", "An weigert", "onbekend", "mail volgt")),
        *(("fr", words) for words in ("non", "pas encore", "à demander", "refusée", "demandée le 3/2")),
        *(("de", words) for words in ("nein", "noch nicht", "keine", "angefragt", "fehlt")),
        *(("en", words) for words in ("no", "not yet", "to be asked", "pending", "refused")),
    ],
)
def test_a_no_a_question_and_a_promise_are_no_permission(language: str, words: str) -> None:
    assert denies_permission(words, language)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        *(("nl", words) for words in ("An Baert, 3 maart 2027", "Bram, 3/11", "mondeling, An, 2 mei", "ja")),
        *(("nl", words) for words in ("geen bezwaar, An, 3/2", "gevraagd en gekregen van An, 3/2", "x")),
        *(("fr", words) for words in ("Anne, 3 mars", "oui, le 3/2", "pas d'objection, Anne, 3/2")),
        *(("de", words) for words in ("Anna, 3. März", "keine Einwände, Anna, 3.2.")),
        *(("en", words) for words in ("Ann, 3 March", "yes, by mail, 3/2")),
    ],
)
def test_who_and_when_is_a_permission(language: str, words: str) -> None:
    assert not denies_permission(words, language)


ALLOWED = {
    "nl": """
        An De Wachter, 3 mei 2027
        Gemeente Wachtebeke
        Ja, geen probleem
        Jan Peeters, nog eens bevestigd op 3 mei
        Alle ouders gevraagd en akkoord
        gevraagd op 3 mei, akkoord
        toestemming aangevraagd en gekregen
        niet herkenbaar; ouders akkoord
        Op vraag van de school, akkoord
        An Baert, 3 maart 2027
        geen bezwaar, An, 3/2
        gevraagd en gekregen van An, 3/2
        x
        Wachters Jan, 3 mei
        Dhr. Weigers, mondeling
        Jan Volgtens
        Vraagteken vzw, 3 mei
        ouders akkoord, niemand herkenbaar
        gevraagd aan An op 3/2: akkoord
        gevraagd op 3/2 - ok
        Gevraagd aan de ouders; allemaal ja
        Zonder problemen, An, 3/2
        Niemand had bezwaar, An
        onherkenbaar, akkoord directie
        nogmaals bevestigd op 3 mei
        mevr. Wacht, 3 mei
        Nele Binnenkorts
        Op vraag van de school, An Baert
        Geen enkel probleem, zegt An
        An, mail van 3/2
        vzw De Wacht, 3 mei
        An Vraag, 3 mei
        toestemming gevraagd en verkregen op 3/2
    """,
    "fr": """
        Anne Pas
        Oui, pas de problème
        Anne, 3 mars
        pas d'objection, Anne, 3/2
        demandée et obtenue le 3/2
        demandé le 3 mai, accord
        à la demande de l'école, d'accord
        non reconnaissable ; parents d'accord
        Mme Sans, 3 mai
        Refusnier Jean
        aucune objection, Anne
        pas de souci
        Attendorn, ville
    """,
    "de": """
        Frau Bald
        Wartenberg
        Anna, 3. März
        keine Einwände, Anna, 3.2.
        Kein Problem, Anna
        angefragt am 3.2., einverstanden
        nicht erkennbar; Eltern einverstanden
        Stadt Wartenburg
        Herr Noch, 3.2.
        Keine Bedenken
        Eltern gefragt und einverstanden
        Keindl Anna
    """,
    "en": """
        Ann, 3 March
        yes, by mail, 3/2
        no problem, Ann
        asked and agreed on 3/2
        requested 3/2, granted
        Mr Waite, 3 May
        at the request of the school, agreed
        not recognisable; parents agreed
        Ms Not, 3 May
        Soonwald Museum
        Notley Ann
    """,
}
DENIED = {
    "nl": """
        nee
        Nee, ingetrokken op 3/2
        nog te vragen
        niet gevraagd
        ?
        -
        wacht op de ouders
        geen
        gevraagd aan An op 3/2
        n.v.t.
        aangevraagd
        An weigert
        onbekend
        mail volgt
        niet akkoord
        nog geen akkoord
        wacht op akkoord
        akkoord gevraagd
        akkoord gevraagd aan An op 3/2
        akkoord volgt
        akkoord ingetrokken
        gevraagd, akkoord volgt
        gevraagd en wacht op akkoord
        An akkoord, Bram gevraagd
        An akkoord, Bram weigert
        zonder akkoord
        nog niet gekregen
        niet gekregen
        niet herkenbaar
        nog eens vragen
        nog eens gevraagd op 3 mei
        Toestemming Geweigerd
        NIET GEVRAAGD
        Wacht op An
        An, Wacht nog
        geen probleem, nog te vragen
        akkoord?
        gevraagd en verwacht akkoord
        vraag akkoord aan An
        Gevraagd: niet akkoord
        toestemming gevraagd
        toestemming aangevraagd op 3 mei
        zodra akkoord
        gevraagd en nog niet gekregen
        onherkenbaar en niet gevraagd
        ouders niet akkoord
        nooit gekregen
        geen akkoord
        vragen aan An
        An WEIGERT
        geen toestemming
        afwachten
    """,
    "fr": """
        non
        pas encore
        à demander
        refusée
        demandée le 3/2
        pas d'accord
        accord demandé
        non reconnaissable
        Anne, pas encore
        Anne Pas encore demandé
        demandée, pas obtenue
        en attente d'accord
        sans accord
        Anne refuse
        accord pas reçu
        on attend
    """,
    "de": """
        nein
        noch nicht
        keine
        angefragt
        fehlt
        nicht einverstanden
        Einverständnis angefragt
        nicht erkennbar
        Anna verweigert
        bald
        warten auf Anna
        angefragt, noch nicht erhalten
        Genehmigung steht aus
    """,
    "en": """
        no
        not yet
        to be asked
        pending
        refused
        not agreed
        asked
        asked Ann on 3/2
        agreed to ask
        asked, not agreed
        not recognisable
        waiting for Ann
        no permission
        requested and pending
    """,
}


def list_cases(texts: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (language, line.strip()) for language, each in texts.items() for line in each.strip().splitlines()
    ]


@pytest.mark.parametrize(("language", "words"), list_cases(ALLOWED))
def test_a_name_and_an_answer_to_what_was_asked_are_a_permission(language: str, words: str) -> None:
    """The photographs of a municipality called Wachtebeke were all stopped."""
    assert not denies_permission(words, language)


@pytest.mark.parametrize(("language", "words"), list_cases(DENIED))
def test_a_word_of_agreement_that_is_asked_or_awaited_is_none(language: str, words: str) -> None:
    assert denies_permission(words, language)


def test_a_photograph_that_was_not_allowed_stops_the_edition(tmp_path: Path) -> None:
    (tmp_path / "put.jpg").write_bytes(picture())
    words = {"picture": "put.jpg", "alt": "De put", "photographer": "An", "permission": "nog te vragen"}
    story = StoryDraft("put", StoryKind.DONE, "De put", "De put ligt er.", public=True, **words)
    (tmp_path / "10-put.md").write_text(render_story_file(story, "nl"), "utf-8")
    (problem,) = read_story_folder(tmp_path, "nl").problems
    assert problem.startswith("10-put.md: toestemming: “nog te vragen”")
