"""An edition of Zilverbeke, as the media get it."""

from datetime import UTC, date, datetime

from terugkom.documents.templates import Templates
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.proof import Proof
from terugkom.editions.story import Picture, Story, StoryFigure, StoryKind
from terugkom.plan.code_of_conduct import CodeOfConduct, parse_code_of_conduct
from terugkom.plan.media_settings import MediaSettings
from tests.editions.media.pictures import photograph

MADE_AT = datetime(2026, 12, 17, 9, tzinfo=UTC)
MADE_ON = date(2026, 12, 17)
PHOTO = photograph("fietsen.jpg")

LIGHT = StoryFigure(
    "E-02-KWH",
    "Verbruik van de gemeentelijke gebouwen",
    "412.500 kWh",
    "Facturen van de netbeheerder",
    date(2026, 11, 30),
    "390.000 kWh",
)
STORIES = (
    Story(
        "klaar-m-01",
        StoryKind.DONE,
        "Drie dienstfietsen voor de buitendienst",
        "De buitendienst rijdt sinds oktober met **drie elektrische dienstfietsen** naar de werven in het "
        "centrum.",
        "De fietsen vervangen één bestelwagen. Wie er een wil gebruiken, reserveert ze bij het onthaal "
        "van de technische dienst.\n\n## Wat leerden we?\n\n- Een overdekte stalling was er eerst niet.\n"
        "- De sleutels hangen nu bij het onthaal.",
        public=True,
        actions=("M-01",),
        theme="Mobiliteit",
        picture=Picture(
            "fietsen.jpg",
            "image/jpeg",
            PHOTO.sha256,
            "Drie elektrische fietsen met een kist voorop, voor het gemeentehuis",
            "Bram Lefevre",
            "Bram Lefevre, 3 november 2026",
        ),
    ),
    Story(
        "loopt-e-02",
        StoryKind.UNDER_WAY,
        "Ledverlichting: negen van de twaalf gebouwen zijn klaar",
        "In **negen van de twaalf** gebouwen hangt nu ledverlichting.",
        "Het verbruik van onze gebouwen was 412.500 kWh (netbeheerder, 30 november 2026). We mikken op "
        "390.000 kWh. De basisschool volgt in de paasvakantie.",
        public=True,
        actions=("E-02",),
        theme="Energie",
        figures=(LIGHT,),
    ),
    Story(
        "minder-a-02",
        StoryKind.LESS_WELL,
        "Regenwater voor de sporthal: later dan beloofd",
        "De regenwaterput bij de sporthal moest er in september zijn, en is er nog niet.",
        "De aannemer vond een leiding die op geen enkel plan stond. Het wordt nu het voorjaar van 2027.",
        public=True,
        actions=("A-02",),
        theme="Water",
    ),
    Story(
        "minder-i-04",
        StoryKind.LESS_WELL,
        "Papierloos vergaderen is gestopt",
        "We stoppen met de proef rond papierloos vergaderen.",
        "De tablets bleven in de kast. De kopgroep koos ervoor om eerst met opleiding te beginnen.",
        actions=("I-04",),
        theme="Interne werking",
    ),
    Story(
        "nieuw-n-07",
        StoryKind.NEW,
        "Nieuw: een geveltuin voor elke straat die meedoet",
        "Vanaf maart kan elke straat een **geveltuin** aanvragen.",
        "Meer weten? Zie [onze pagina over geveltuinen](https://zilverbeke.example.org/geveltuinen).",
        public=True,
        actions=("N-07",),
        theme="Natuur",
    ),
    Story(
        "idee-i3",
        StoryKind.IDEA,
        "Antwoord op een idee: herbruikbare bekers op het personeelsfeest",
        "Een collega stelde herbruikbare bekers voor. We doen het, te beginnen met het nieuwjaarsfeest.",
        "",
    ),
    Story(
        "data",
        StoryKind.DATES,
        "Wat komt eraan",
        "- woensdag 9 december 2026: overleg van de deelgroep energie\n"
        "- vrijdag 11 december 2026: jaarlijks overleg van de kopgroep",
        "",
    ),
)


def proof(*stories: Story, introduction: str = "Een kwartaal met fietsen, led en een tegenvaller.") -> Proof:
    """An edition of the last quarter of 2026."""
    return Proof(
        town="Gemeente Zilverbeke",
        slug="zilverbeke",
        language="nl",
        period="2026-Q4",
        since=date(2026, 9, 17),
        until=date(2026, 12, 17),
        stories=stories or STORIES,
        introduction=introduction,
    )


def kit(house: MediaSettings | None = None) -> MediaContext:
    """What the media are made with."""
    return MediaContext(
        Templates("nl"),
        house or MediaSettings(website="https://zilverbeke.example.org/mvo"),
        {PHOTO.name: PHOTO.content},
        MADE_AT,
        MADE_ON,
        "duurzaam@zilverbeke.example.org",
    )


def load_example() -> CodeOfConduct:
    """The example of a code of conduct, which a municipality copies to its folder and adapts."""
    return parse_code_of_conduct(Templates("nl").render_text("code-of-conduct/gedragscode.md", {}))
