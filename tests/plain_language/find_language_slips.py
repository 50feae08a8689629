"""What reading French, German and English aloud stumbles over, and what one thing is called in each."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from terugkom.catalogues import LOCALE_FOLDER
from terugkom.claims.rules import load_claim_rules
from terugkom.gate.rules import load_rules

LANGUAGES = ("fr", "de", "en")
_NARROW = "\u202f"  # the blank before ; ! and ? in French, at which no line ends
_VOWEL = "aàâeéèêëiîïoôuùûœ"
# What is no text: code, what is filled in, addresses, and words of a file that are written as they are.
_NO_TEXT = (
    r"`[^`]*`|\"?\{[^{}]*\}\"?|\w[\w+]*://\S*|docs/\S*|actions\[\S*|\"(?:format|version|Column=title)\""
)
_WORD, _END = r"(?<![\w’'-])", r"(?![\w’'-])"
_ELIDED = rf"(?i){_WORD}(?:de|le|la|que|ne|se|me|je|jusque|lorsque)"

# Each kind of slip, by what is wrong with it.
_SLIPS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "no elision before a vowel": rf"{_ELIDED} (?!onz)[{_VOWEL}]",
        "no elision before a mute h": rf"{_ELIDED} h(?:abit|eure|ier|istor|omme|ôte|onn)",
        "two words that become one": rf"(?i){_WORD}(?:de les?|à les?|si ils?){_END}",
        "a straight apostrophe": r"\w'(?=[\w◊])",
        "a mark without its blank": rf"[^\W\d_][:;!?](?=\s|$)|[^{_NARROW}\s\W][;!?](?=\s)",
        "a blank at which a line ends": r" [;:!?»](?=\s|$|\*)|« ",
        "other quotation marks": r"[“”„\"]",
        "tutoiement": rf"(?i){_WORD}(?:tu|toi|ton|tes){_END}",
    },
    "de": {
        "other quotation marks": r"[”«»\"]|“(?=\w)",
        "a blank before a mark": r"\w [;:!?](?=\s|$)",
        "du": r"(?<![\w-])(?:[Dd]u|[Dd]ich|[Dd]ir|[Dd]ein\w*|[Ee]uch|[Ee]uer\w*|[Ee]ure\w*)(?![\w-])",
        "no ß": r"(?<!\w)(?:[Gg]ross|heisst|Strasse|gemäss|Massnahm)\w*",
    },
    "en": {
        "other quotation marks": r"[„«»\"]",
        "a blank before a mark": r"\w [;:!?](?=\s|$)",
        "an before a consonant": rf"(?i){_WORD}an (?!h(?:our|eir|onest))[b-df-hj-np-tv-z][a-z]",
        "a before a vowel": rf"(?i){_WORD}a (?!one|eu)[aeio][a-z]",
    },
}
# Words that another language left.
_LEFT_OVER = {
    "Dutch": r"het|een|niet|geen|naar|wordt|worden|werd|overleg|gemeente|verslag|trekkers?|deelgroep|kopgroep"
    r"|nieuwsbrief|werkboek|verzonden|verstuurd|zijn|voor|ook|acties?|tegenslag|sjabloon",
    "English": r"the|and|of|with|which|that|this|not|is|are|files?|mailbox",
    "French": r"les|une|du|est|sont|pour|dans|avec|vous|votre",
    "German": r"der|das|und|oder|nicht|eine[nrsm]?|wird|werden|Sie|Ihre?",
}
_OTHERS = {
    "fr": ("Dutch", "English", "German"),
    "de": ("Dutch", "English", "French"),
    "en": ("Dutch", "French", "German"),
}
# But for what is quoted, and the names of Prefect's pages and of folders.
_NAMES = (
    r"[„“«»”*][^„“«»”*]*[“”»*]"
    r"|\b(?:Subflow Runs|Resume|Blocks|Parameters|inbox|outbox|done|refused|waiting)\b"
)
# Each word that was replaced, with the one that is used: one word for one thing.
FORBIDDEN = {
    "fr": {
        r"(?<![\w*])(?:e-)?mails?\b": "courriel",
        r"[Bb]oîtes? (?:aux lettres|mail)": "boîte de messagerie",
        r"serveurs? de (?:mail|courrier|courriel)": "serveur de messagerie",
        r"[Nn]ewsletter": "lettre d’information",
        r"[Pp]rocès-verbal": "compte rendu",
        r"[Cc]oordina(?:teur|trice)|personne qui coordonne": "la coordination",
        r"[Pp]orteu(?:r|se)": "responsable",
        r"(?<!Une )\bcorrection\b": "rectification",
        r"[Pp]assages? quotidiens?": "traitement quotidien",
        r"[Rr]églages?\b": "paramètre",
        r"\bquestions? répondues?\b": "question qui a reçu une réponse",
        r"[Pp]lan d’action durable": "plan d’action pour le développement durable",
        r"que tout (?:plan|mail)": "que n’importe quel plan",
    },
    "de": {
        r"(?<![\w-])Mails?\b(?!-)|Mailadresse": "E-Mail, E-Mail-Adresse",
        r"[Zz]uständige[nr]? Person": "verantwortliche Person",
        r"\b[Vv]ersende[nt]\b": "verschickt",
        r"\b[Vv]erlegt\w*": "verschoben",
        r"[Gg]enehmig": "freigegeben",
        r"\bSitzung|\bBesprechung": "Treffen",
        r"\b(?:ist|sind) bewahrt": "bleibt erhalten",
        r"Maßnahmenplan": "Aktionsplan",
        r"[Zz]ur Frist": "am Ende der Frist",
        r"nichts stehen zu lassen": "nichts, was stehen bleiben könnte",
    },
    "en": {
        r"\bchief\b": "line manager",
        r"\bno (?:status|kind of group|setting|number|time|name|colour) that\b": "not a status that",
        r"[Oo]n the deadline": "by the deadline",
        r"[Aa]t the same hour": "at the same time",
    },
}
# What may begin with a vowel, and so never stands behind *de* or *que*: put it in brackets, or behind a noun.
_FILLED_IN = (
    rf"{_WORD}(?:de|le|la|que|ne) "
    r"\{(?:municipality|names?|people|person|what|who|group|organisation|other|run|kind)\}"
)
# A verb of one in the form of many, behind the count.
_ONE_OF_MANY = {
    "fr": r"\{count\} (?:attend|est|a|figure|serait|partirait)(?!\w)",
    "de": r"\{count\} (?:wartet|ist|wird|würde|steht|bleibt)(?!\w)",
    "en": r"\{count\} (?:waits|is|was|has|stays)(?!\w)",
}


@cache
def list_texts(language: str) -> dict[str, tuple[str, ...]]:
    """Return what a language says: its catalogue, and what its rules say of a finding."""
    found = read_catalogue(LOCALE_FOLDER / language / "LC_MESSAGES/terugkom.po")
    for rule in load_rules(language).rules:
        found[f"gate:{rule.id}"] = (rule.message, rule.why, rule.question)
    for claim in load_claim_rules(language).rules:
        found[f"claims:{claim.id}"] = (claim.message, claim.why, claim.question)
    return found


def read_catalogue(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the texts of each id in a catalogue: one, or one for each plural form."""
    found = {}
    with path.open("rb") as file:
        for each in read_po(file, abort_invalid=True):
            if each.id:
                forms = each.string if isinstance(each.string, list | tuple) else (each.string,)
                found[each.id if isinstance(each.id, str) else each.id[0]] = tuple(map(str, forms))
    return found


def find_language_slips(text: str, language: str) -> list[str]:
    """Return where a text breaks a rule of its language."""
    words = build_words_validator(text)
    return [found[0] for pattern in _SLIPS[language].values() for found in re.finditer(pattern, words)]


def find_left_over(text: str, language: str) -> list[str]:
    """Return the words of other languages in a text, but for what is quoted or the name of a thing."""
    words = re.sub(_NAMES, " ", build_words_validator(text))
    patterns = (rf"(?<![\w-])(?:{_LEFT_OVER[other]}){_END}" for other in _OTHERS[language])
    return [found[0] for pattern in patterns for found in re.finditer(pattern, words)]


def find_other_words(text: str, language: str) -> list[str]:
    """Return the words in a text that were replaced, so that one thing has one name."""
    words = build_words_validator(text)
    return [found[0] for pattern in FORBIDDEN[language] for found in re.finditer(pattern, words)]


def find_wrong_forms(forms: tuple[str, ...], language: str) -> Iterator[str]:
    """Yield where the form of many has the verb of one, and what French would have to elide before a name."""
    for form in forms[1:]:
        yield from (found[0] for found in re.finditer(_ONE_OF_MANY[language], form))
    if language == "fr":
        yield from (found[0] for form in forms for found in re.finditer(_FILLED_IN, form))


def build_words_validator(text: str) -> str:
    """Return a text with ◊ for what is no word in it."""
    return re.sub(_NO_TEXT, "◊", text)
