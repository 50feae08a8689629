"""What no text for a reader says: commands, paths, names of code, a wrong plural, phrases put right."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from terugkom.catalogues import LOCALE_FOLDER
from terugkom.documents.built_in_templates import BUILT_IN_TEMPLATES

# Each phrase that was put right, with what is said instead.
FORBIDDEN = {
    r"en is er nog niet": "Die datum ging voorbij, en de actie is nog niet als klaar gemeld.",
    r"Dat is niet gelukt": "Die datum ging voorbij, en de actie is nog niet als klaar gemeld.",
    r"[Dd]eadline niet gehaald": "Deadline voorbij en niet als klaar gemeld",
    r"zijn er nog niet, of komen er niet": "lopen later dan beloofd, of zijn gestopt",
    r"\d+ dag(?:en)? geleden": "21 dagen te laat",
    r"[Aa]fgesproken tegen:": "Deadline: 6 november 2026 (21 dagen te laat)",
    r"met u in kopie": "u kreeg een kopie",
    r"Minder goed gelopen": "Vertraagd of gestopt",
    r"[Ww]at wordt er van": "Hoe staat het met",
    r"Uw idee:": "Antwoord op een idee:",
    r"[Nn]og niets over gehoord": "Nog geen nieuws",
    r"[Vv]erslag gevraagd": "Bezorgt u ons het verslag?",
    r"of haal weg": "of schrap",
    r"[Ww]erkblad": "tabblad",
    r"tabblad Personen": "tabblad Mensen",
    r"[Ww]at het vraagt": "Wat kunt u doen?",
    r"[Pp]ersoneelsbijeenkomst": "personeelsvergadering",
    r"(?m)^\s*Dag(?: \{\{[^}]*\}\}| [A-Z]\w+(?: \w+)*)?\s*$": "Beste, en een naam of groep",
    r">Dag(?: \{\{[^}]*\}\})?<": "Beste, en een naam of groep",
    r"(?m)^Beste$": "Beste, en een naam of groep",
    r">Beste<": "Beste, en een naam of groep",
    r"Het moet klaar zijn tegen": "Die (de actie) moet klaar zijn tegen",
    r"rapport in JSON": "het volledige rapport",
    r"is lopend": "loopt nog",
    r"In het [^.]{0,40}kwartaal[^.]{0,20} deden we": "Dit deden we in het vierde kwartaal van 2026.",
    r"(?:[Bb]ij|[Vv]an) (?:Gemeente|Stad) [A-Z]": "bij de gemeente Zilverbeke",
    r"(?<![\d.,])0 herinnering": "Er zijn geen herinneringen verstuurd",
    r"met waarom": "en zeg waarom",
    r"\bgekend\b": "bekend",
    r"één zulke": "één zo’n mail",
    r"[Ss]chrapt het vanzelf": "De afspraak verdwijnt vanzelf uit uw agenda.",
    r"[Ee]ender welk": "om het even welk",
    r"(?:een|één|{file},) lijn\b|twee lijnen": "regel",
    r"[Tt]egenvaller": "tegenslag",
    r"[Zz]eg (?:daar ook )?uw antwoord": "Geef uw antwoord door",
    r"[Dd]agelijkse run\b": "dagelijkse ronde",
    r"(?:als|een) PDF\b": "pdf",
    r"[Bb]edankt om\b": "Bedankt voor het meedenken",
    r"[Gg]oeiedag": "Goedendag",
    r"hoorde men": "verscheen er niets",
    r"[Uu]itgeschreven|[Uu]itschrijven": "afgemeld",
    r"kan (?:al [^.]{0,40} |zo )niet uit\.": "kan zo niet verschijnen",
    r"moet(?:en)? eerst recht[,.]": "moet eerst rechtgezet worden",
    r"en dan ook waarom": "Is het nee, dan zeggen we ook waarom.",
    r"[Kk]iest u nog": "wacht op uw keuze",
    r"(?:zegt|zeggen|zit vast|vast) sinds \{\{": "gemeld op",
}
# What only who runs an installation or writes a program reads.
TECHNICAL = {
    "a command": r"(?<![\w/-])terugkom [a-z]+(?:-[a-z]+)*\b",
    "an option": r"(?<![\w-])--[a-z]{2,}",
    "a path": r"(?<![\w/:.])/(?:srv|home|tmp|var|etc|usr|opt|root|mnt|data)\b",
    "a folder of ours": r"\b(?:editions|documents|outbox|municipalities)/",
    "a file of code": r"\b\w+\.(?:py|toml|yml|yaml|jinja|typ)\b",
    "a name of code": r"(?<![\w@.{%/-])[a-z]+(?:_[a-z]+)+(?![\w@}])",
    "a setting": r"\bTERUGKOM_[A-Z_]+",
    "a state in English": r"(?<![\w@./-])(?:planned|running|stopped|pending|in doubt|first_contact|orphaned"
    r"|no address|no owner|due today|on schedule)(?![\w@-])",
    "the code of an edition": r"(?<!als )(?<! / )(?<![\w“\"(/.-])20\d\d-Q[1-4](?:/\d+)?(?!\w)",
    "a value of Python": r"\b(?:None|True|False|Traceback)\b",
}
_COUNTED = re.compile(r'(?:counted|plural)\("([^"]+)", "([^"]+)"\)|number-of\([^"]*"([^"]+)", "([^"]+)"\)')


def find_forbidden(text: str) -> list[str]:
    """Return the phrases in a text that were put right."""
    return [found[0] for pattern in FORBIDDEN for found in re.finditer(pattern, text)]


def find_technical(text: str) -> list[str]:
    """Return the commands, paths and names of code in a text that a person reads."""
    return [found[0] for pattern in TECHNICAL.values() for found in re.finditer(pattern, text)]


def find_wrong_plurals(text: str) -> list[str]:
    """Return where one of something is told in the plural, or none or two in the singular."""
    one, many = _compile_plurals()
    return [found[0] for pattern in (one, many) for found in pattern.finditer(text)]


@cache
def list_nouns() -> frozenset[tuple[str, str]]:
    """Return the words behind a count in our templates and the Dutch catalogue, as (of one, of many)."""
    pairs = {("minuut", "minuten"), ("week", "weken"), ("maand", "maanden")}
    for path in BUILT_IN_TEMPLATES.joinpath("nl").rglob("*"):
        if path.suffix in (".txt", ".html", ".jinja", ".md", ".typ"):
            for found in _COUNTED.finditer(path.read_text(encoding="utf-8")):
                one, many = (each for each in found.groups() if each)
                pairs.add((one, many))
    for one, many in _list_plural_messages():
        first = re.match(r"\{count\} (\w+)", one), re.match(r"\{count\} (\w+)", many)
        if first[0] and first[1]:
            pairs.add((first[0][1], first[1][1]))
    return frozenset(pairs)


def _list_plural_messages() -> Iterator[tuple[str, str]]:
    with Path(LOCALE_FOLDER, "nl/LC_MESSAGES/terugkom.po").open("rb") as file:
        for message in read_po(file, locale="nl"):
            if isinstance(message.string, tuple | list) and len(message.string) == 2:
                yield message.string[0], message.string[1]


@cache
def _compile_plurals() -> tuple[re.Pattern[str], re.Pattern[str]]:
    ones, manys = ({pair[at] for pair in list_nouns()} for at in (0, 1))
    ones, manys = ones - manys - {"is", "was"}, manys - ones
    before = r"(?<![\w.,:/+-])"
    return (
        re.compile(rf"{before}1 (?:{'|'.join(map(re.escape, sorted(manys)))})\b"),
        re.compile(
            rf"{before}(?:0|[2-9]|[1-9]\d{{1,2}}) (?:{'|'.join(map(re.escape, sorted(ones)))})(?![\w’'-])"
        ),
    )


# What reading aloud stumbles over: a mark behind another, a blank before one, a word twice, two blanks.
_SLIPS = (
    r"[?!…][”’\"]?\.(?!\.)|[.?!][”\"]\.|\.[;:]|[,:]\s*[,:](?!\S)",
    r"(?<=[^\W_]) [.,;?!](?=\s|$)",
    r"(?<![.…])\.\.(?!\.)",
    r"(?i)(?<![\w’'-])([^\W\d_]{2,})[^\S\n]+\1(?![\w’'-])",
    r"(?<=\w[.,;:])[^\S\n]{2,}(?=\w)|(?<=[^\W\d])[^\S\n]{2,}(?=[^\W\d])",
)


def find_slips(text: str) -> list[str]:
    """Return where a text stumbles: doubled words, marks and blanks."""
    return [found[0] for pattern in _SLIPS for found in re.finditer(pattern, text)]
