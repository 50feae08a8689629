"""Dutch words in the reason of a decision by which it is one under a condition, or of a part, as data.

They are compared in lower case, without accents, with anything but letters and digits as a space.
"""

import re

from terugkom.normalize import normalize_text
from terugkom.plan.model import ActionStatus

# What is still to be done behind an action that is done.
_AFTER_THE_END = (
    r"(?:nazorg|onderhoud|opvolging|(?:eind)?evaluatie|(?:eind|slot)?facturen|(?:eind|slot)?factuur"
    r"|(?:eind)?afrekening|(?:uit)?betaling|subsidie|administratie|communicatie|papierwerk|inhuldiging|opening)"
)
_PAID = r"(?:betaald|uitbetaald|afgerekend|verrekend|gefactureerd|geevalueerd|gecommuniceerd|ingehuldigd)"
_TO_PAY = r"(?:betalen|factureren|evalueren|communiceren|verrekenen|rekenen)"
_ONLY_AFTER = re.compile(
    rf"(?<!\ben )(?<!\ben de )\b{_AFTER_THE_END}(?: (?!en\b)\w+){{0,2}} (?:moet(?:en)?|is|zijn) nog\b(?: te)?"
    rf"|\bmoet(?:en)? nog (?:\w+ )?{_PAID}\b|\bnog (?:te|af te|uit te) {_TO_PAY}\b"
)
_TIME = r"(?:jaar|jaren|maand|maanden|week|weken|dag|dagen|euro|keer|procent)"
# Where these begin it, the decision is one under a condition, or a proposal.
_BEGINS_CONDITION = re.compile(
    r"(?:mits|indien|zodra|tenzij|onder (?:voorbehoud|voorwaarde)|op voorwaarde|in afwachting|te bevestigen"
    r"|voorstel(?= (?:aan|om|tot|naar|voor)\b|$"
    r"| van (?:de |het )?(?:\w*groep|college|dienst|schepen|voorzitter)\b)"
    r"|(?:misschien|wellicht|eventueel)(?! (?:later|opnieuw|ooit|weer|volgend|na|in|nog eens)\b)"
    r"|als (?:de|het|er|hij|zij|ze|we|die|dat|college"
    r"|schepencollege|raad|alles|iedereen|\w+ (?:akkoord|instemt|goedkeurt))\b(?! (?:enige|\w+ste)\b))\b"
)
_HAS_CONDITION = re.compile(
    r"\b(?:mits|tenzij|onder voorbehoud|op voorwaarde|beslist nog|beslissing volgt|in afwachting van)\b"
)
# What is still to be done, or for an action that stops, to be decided: it may stop for what is to be done.
_TO_DO = re.compile(r"\b(?:nog (?:te|af te|uit te) \w+en|moet(?:en)? (?:dit |dat |het )?nog)\b")
_TO_DECIDE = re.compile(
    r"\b(?:nog (?:te|af te|uit te) (?:beslissen|bevestigen|bekrachtigen|bespreken|bekijken|overleggen|keuren)"
    r"|moet(?:en)? (?:dit |dat |het )?nog (?:\w+ ){0,4}"
    r"(?:beslis\w*|goedkeuren|goedgekeurd|bekrachtig\w*|bevestig\w*|besproken|bespreken|bekeken|voorgelegd|akkoord))\b"
)
# Where these begin it, a part is not done.
_BEGINS_PART = re.compile(
    r"(?:behalve(?! dat (?!.*\b(?:nog|niet)\b))|behoudens|uitgezonderd|met uitzondering"
    rf"|(?:alleen|enkel)(?! al\b| (?:nog )?(?:de |het |wat )?{_AFTER_THE_END}\b"
    r"| jammer\b| spijtig\b| \w+er dan\b)"
    r"|maar (?=.*\b(?:nog(?! \w+er\b)|niet(?! (?:zo|zoals|binnen|volgens|op tijd|tijdig)\b)"
    r"|zonder(?! (?:subsidie|hulp|steun|extra)\b)|behalve|volgt|volgen|moet|moeten|ontbreekt|ontbreken"
    r"|wacht|wachten|alleen|enkel|deels|voorlopig|fase)\b)"
    rf"|maar (?:half|halve|(?:\d+|twee|drie|vier|vijf)(?! {_TIME}\b))"
    r"|(?:deels|gedeeltelijk|grotendeels)"
    r"(?! (?:met|door|via|dankzij|op kosten|in eigen|betaald|gesubsidieerd)\b)"
    r"|bijna(?= (?:klaar|af|alles|alle|overal|volledig|helemaal|rond"
    r"|ge\w+[dt]|\w*ge\w+[dt]|\d+(?: procent)?$)|$)"
    rf"|voorlopig|wacht(?:en)? (?:nog )?op(?! (?:de |het )?{_AFTER_THE_END}\b)"
    r"|eerste fase|fase"
    r"(?! \w+ (?:en|t m|tot en met) \w+(?!.*\b(?:fase|van de|volgt|volgen|nog|later)\b)|.* laatste\b)"
    r"|restpunt(?:en)?(?! (?:zijn )?(?:opgelost|weg|afgewerkt|klaar)))\b"
)
# "Op de plaatsing na", where *na* is followed by no noun: "op vrijdag na de keuring" says when.
_BUT_FOR = re.compile(
    r"\W*op (?:[\w'’-]+ ){1,5}na"
    r"(?=\W*$|[.,;:!)]|\s(?:is|zijn|was|waren|alles|klaar|af|staat|werkt|helemaal|volledig|\w*ge\w+(?:d|t|en))\b)",
    re.IGNORECASE,
)
_BEGINS_REST = re.compile(r"(?:voorlopig|tijdelijk|on hold|gepauzeerd|pauze|opgeschort)\b")


def is_conditional(text: str) -> bool:
    """Return whether a reason makes a decision one under a condition, or one that is still to be taken."""
    return _is_conditional(normalize_text(text), _TO_DO)


def is_conditional_end(text: str, status: ActionStatus) -> bool:
    """Return whether a reason takes a part of done or stopped back: "op de plaatsing na", "voorlopig"."""
    plain = normalize_text(text)
    if status is ActionStatus.STOPPED:
        return _is_conditional(plain, _TO_DECIDE) or bool(_BEGINS_REST.match(plain))
    is_part = _BEGINS_PART.match(plain) or _BUT_FOR.match(text)
    return bool(is_part) or _is_conditional(_ONLY_AFTER.sub(" ", plain), _TO_DO)


def _is_conditional(plain: str, to_come: re.Pattern[str]) -> bool:
    return bool(_BEGINS_CONDITION.match(plain) or _HAS_CONDITION.search(plain) or to_come.search(plain))
