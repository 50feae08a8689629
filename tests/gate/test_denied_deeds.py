"""A sentence that says what is not done makes up for nothing; in a title that is the action itself."""

import pytest

from terugkom.gate.check_action import check_action_text

TITLES = {
    "nl": "Energieverbruik verlagen",
    "fr": "Réduire la consommation d'énergie",
    "de": "Energieverbrauch senken",
    "en": "Reduce energy use",
}
DENIED = {
    "nl": "Ons gebouw vervangen we niet. De school heeft 300 leerlingen.|We plaatsen geen zonnepanelen."
    "|De ketel wordt niet vervangen.|De ketel zal niet vervangen worden.|Er komt geen nieuwe ketel."
    "|Wij gaan het dak niet isoleren.",
    "fr": "Nous ne remplaçons pas notre bâtiment. L'école a 300 élèves.|La chaudière ne sera pas remplacée."
    "|Nous n'installons pas de panneaux solaires.",
    "de": "Unser Gebäude ersetzen wir nicht. Die Schule hat 300 Schüler.|Die Heizung wird nicht ersetzt."
    "|Wir bauen keine Solaranlage.|Wir werden das Dach nicht dämmen.",
    "en": "We do not replace our building. The school has 300 pupils.|The boiler will not be replaced."
    "|We won't install solar panels.",
}
DONE = {
    "nl": "We vervangen de ketel, niet de radiatoren."
    "|We plaatsen 20 zonnepanelen. Het dak pakken we niet aan."
    "|We vervangen niet alleen de ketel, we plaatsen ook 20 zonnepanelen."
    "|De ketel wordt vervangen, niet later dan 31/12/2027.",
    "fr": "Nous installons 20 panneaux. Le toit ne sera pas isolé.",
    "de": "Wir ersetzen nicht nur die Lampen, wir dämmen auch das Dach.",
    "en": "We will install 20 solar panels. The roof will not be insulated.",
}


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language in DENIED for text in DENIED[language].split("|")]
)
def test_what_is_not_done_does_not_excuse_a_vague_title(language: str, text: str) -> None:
    found = check_action_text(TITLES[language], text, False, False, language)
    assert [each.rule for each in found] == ["comparative", "not-measurable"]


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language in DONE for text in DONE[language].split("|")]
)
def test_a_deed_beside_it_still_does(language: str, text: str) -> None:
    assert check_action_text(TITLES[language], text, False, False, language) == ()


def test_in_a_title_it_is_the_action_itself() -> None:
    assert check_action_text("20 bermen niet meer maaien in de zomer", "", False, False, "nl") == ()
    assert check_action_text("Kapotte lampen niet vervangen", "", False, False, "nl") == ()
