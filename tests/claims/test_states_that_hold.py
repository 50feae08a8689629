"""That a thing is there is heard as done; how somebody works, or how a device is set, is not."""

import pytest

from terugkom.claims.find_completions import find_completions

STATES = {
    "nl": """
        De printers staan nu standaard op dubbelzijdig.
        Sinds mei staan de printers standaard op dubbelzijdig.
        Wij werken nu met kratten.
        De diensten werken nu met herbruikbare kratten.
        Het personeel werkt al met de nieuwe kratten.
        Sinds januari werken de poetsploegen met microvezeldoeken.
        Onze tuinploeg werkt nu zonder pesticiden.
        De kantine werkt nu samen met een boer uit de buurt.
        De ploeg werkt nu aan de laatste gevel.
        De collega’s werken nu vaker van thuis.
        De diensten rijden al minder met de auto.
        De verwarming staat nu op 19 graden.
        De boiler staat nu op 60 graden in plaats van 70.
        De lichten in de gangen staan nu ’s nachts automatisch uit.
        De ventilatie staat nu afgesteld op de nieuwe uren.
        De teller staat al op 1.200 kilometer.
        Het punt staat al op de dagorde van de gemeenteraad.
        De premie staat nu in het meerjarenplan.
        Alles staat nu op onze website.
        Het project staat nu in de steigers.
        De datum staat nu vast.
        De werf ligt nu stil door de vorst.
        De cijfers liggen nu lager.
        Wij staan nu voor een keuze.
        De actie loopt al twee jaar.
        De actie loopt nu in vier scholen.
        De cursus loopt al sinds september.
        De spots staan nu op een bewegingssensor.
        De thermostaat staat nu een graad lager.
        De aannemer ligt nu drie weken achter.
        Onze chauffeurs rijden nu rustiger.
        Het advies ligt nu bij de Gecoro.
        Het verslag staat nu online.
        Het proefproject draait nu in twee scholen.
    """,
    "de": """
        Die Drucker stehen jetzt standardmäßig auf beidseitig.
        Die Heizung steht jetzt auf 19 Grad.
        Der Punkt steht jetzt auf der Tagesordnung.
        Der Termin steht jetzt fest.
        Das Projekt läuft schon zwei Jahre.
        Wir arbeiten jetzt mit Mehrwegkisten.
    """,
    "en": """
        The printers are now set to double-sided by default.
        We now work with reusable crates.
        The point is now on the agenda.
        The project has been running for two years.
    """,
    "fr": """
        Les imprimantes sont maintenant réglées sur recto verso.
        Nous travaillons maintenant avec des caisses réutilisables.
        Le point est maintenant à l’ordre du jour.
    """,
}
THINGS = {
    "nl": """
        De laadpalen staan er nu.
        De fietsen rijden al rond.
        De nieuwe bussen rijden nu op de lijn.
        De elektrische bestelwagen rijdt al.
        De zonneboiler werkt nu.
        De pomp werkt al sinds mei.
        De warmtepomp in de bib draait al sinds oktober.
        De nieuwe verlichting brandt nu in de sporthal.
        De zonnepanelen staan nu op het dak van de sporthal.
        De panelen liggen al op het dak van de loods.
        De ledlampen hangen nu in alle klassen.
        De fietskluizen staan nu aan het station.
        De regentonnen staan nu achter de school.
        De drinkwaterkraan staat nu in de refter.
        De laadpalen staan nu op 12 plaatsen.
        Sinds mei staan de fietskluizen aan het station.
        De borden hangen al op.
    """,
    "de": """
        Die Räder fahren schon.
        Die Ladesäulen stehen jetzt am Bahnhof.
    """,
    "en": """
        The bikes are already on the road.
        The bus has been running since May.
    """,
    "fr": """
        Les vélos roulent déjà.
        Les bornes sont là.
    """,
}


def _list(given: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (language, line.strip())
        for language, text in given.items()
        for line in text.splitlines()
        if line.strip()
    ]


@pytest.mark.parametrize(("language", "sentence"), _list(STATES))
def test_a_way_of_working_or_a_setting_is_not_done(language: str, sentence: str) -> None:
    assert find_completions(sentence, language) == ()


@pytest.mark.parametrize(("language", "sentence"), _list(THINGS))
def test_a_thing_that_is_there_is_done(language: str, sentence: str) -> None:
    assert find_completions(sentence, language)
