"""What makes up for a finding counts only in the clause that says so."""

import pytest

from tests.gate.labelled_plans import is_found

VAGUE = {
    "nl": ("Stimuleren van fietsgebruik", "Duurzaam aankoopbeleid", "Minder plastic"),
    "fr": ("Encourager l'usage du vélo", "Politique d'achats durables", "Réduire les déchets"),
    "en": ("Encourage cycling among staff", "Sustainable procurement policy", "Reduce waste"),
    "de": ("Förderung des Radverkehrs", "Nachhaltige Beschaffungspolitik", "Abfall verringern"),
}  # fmt: skip
BACKGROUND = {
    "nl": (
        "De gemeente telt 12.000 inwoners.",
        "In Vlaanderen verbruikt een kantoor gemiddeld 120 kWh per vierkante meter.",
        "Zie het rapport van de koepel.",
        "In het kader van het convenant.",
        "Er werd in 2019 al een campagne gevoerd.",
        "De stookketel van de school werd vorig jaar vervangen.",
        "Volgens de studie is er te veel van.",
        "1 op 3 Vlamingen doet het al.",
        "De provincie maakte een studie.",
        "Contact: tel. 09 123 45 67.",
    ),
    "fr": (
        "La commune compte 12.000 habitants.",
        "Voir le rapport de la Région.",
        "Une campagne a été menée en 2019.",
        "La chaudière a été remplacée l'an dernier.",
        "Nous avons remplacé 20 lampes.",
    ),
    "en": (
        "The town has 12,000 inhabitants.",
        "See the report of the region.",
        "A campaign was run in 2019.",
        "The boiler was replaced last year.",
        "The region's campaign is running.",
    ),
    "de": (
        "Die Gemeinde zählt 12.000 Einwohner.",
        "Siehe den Bericht des Landes.",
        "2019 wurde eine Kampagne durchgeführt.",
        "Laut der Studie verbraucht ein Büro 120 kWh.",
    ),
}
WORK = {
    "nl": (
        "Wij kopen tegen juni 20 dienstfietsen aan.",
        "Elke medewerker krijgt een dienstfiets.",
        "20 fietsenrekken aan het station.",
        "Het college beslist in maart over de fietsvergoeding.",
        "Tegen 2027 is er een fietspad langs de Kerkstraat.",
    ),
    "fr": ("Nous achetons 20 vélos de service d'ici juin.", "Chaque agent reçoit un vélo de service."),
    "en": ("We buy 20 service bicycles by June.", "20 racks outside the school."),
    "de": ("Wir kaufen bis Juni 20 Diensträder.", "Am Bahnhof werden 20 Fahrradbügel aufgestellt."),
}


@pytest.mark.parametrize(
    ("language", "title", "description"),
    [(one, title, each) for one in VAGUE for title in VAGUE[one] for each in BACKGROUND[one]],
)
def test_a_fact_or_a_paper_of_others_excuses_nothing(language: str, title: str, description: str) -> None:
    assert is_found(title, "", language)
    assert is_found(title, description, language)


@pytest.mark.parametrize(("language", "description"), [(one, each) for one in WORK for each in WORK[one]])
def test_work_in_the_description_makes_the_title_concrete(language: str, description: str) -> None:
    assert not is_found(VAGUE[language][0], description, language)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("nl", "De gemeente zorgt voor propere lucht"),
        ("nl", "De gemeente neemt het voortouw"),
        ("nl", "Duurzaamheid staat hoog in het vaandel"),
        ("nl", "De dienst werkt aan betere wijken"),
        ("nl", "Het bestuur engageert zich voor het klimaat"),
        ("nl", "Het netwerk verder uitbouwen"),
        ("nl", "Iets doen in september"),
        ("nl", "Iets in september doen"),
        ("fr", "La commune s'engage pour le climat"),
        ("fr", "Jouer un rôle moteur"),
        ("fr", "Faire quelque chose en septembre"),
        ("en", "Take the lead on climate"),
        ("en", "Do something in September"),
        ("en", "Set an example"),
        ("de", "Die Gemeinde sorgt für saubere Luft"),
        ("de", "Klimaschutz wird großgeschrieben"),
        ("de", "Etwas im September tun"),
    ],
)
def test_ways_to_promise_nothing_are_known_in_each_language(language: str, title: str) -> None:
    assert is_found(title, "", language)
    assert is_found(title, "", "nl"), "also in a plan whose other actions are Dutch"


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("nl", "Voedingsraad"),
        ("nl", "Netwerkbekabeling gemeentehuis"),
        ("nl", "Laptop inclusief tas voor de poetsploeg"),
        ("nl", "Adviesraad voor duurzame ontwikkeling"),
        ("nl", "Inkoop van CO2-reducing materials"),
        ("en", "Tender for CO2-reducing materials"),
        ("en", "Health Centre roof repaired"),
        ("de", "Carsharing-Station am Bahnhof"),
    ],
)
def test_names_and_compounds_of_things_do_not(language: str, title: str) -> None:
    assert not is_found(title, "", language)
