"""Words by which a sentence says that something is done, or that it is not done yet, as data by language."""

import re

DONE_WORDS = {
    "nl": r"klaar|afgerond|afgewerkt|gerealiseerd|voltooid|opgeleverd|een feit",
    "fr": r"terminée?s?|achevée?s?|réalisée?s?|prête?s?",
    "en": r"done|finished|completed?|ready",
    "de": r"fertig|abgeschlossen|erledigt|vollendet",
}
NEGATION_WORDS = {
    "nl": r"niet|nog|geen|bijna|deels|half|halverwege|tegen|wordt|worden|moet|moest|moeten|moesten"
    r"|zal|zullen|zou|als|zodra|wanneer|van de|later|gepland|verwacht",
    "fr": r"pas|presque|bientôt|doit|devait|sera|seront|quand|dès que|sur les|d'ici|prévue?",
    "en": r"not|nearly|almost|by|will|must|should|when|once|out of|of the|expected",
    "de": r"nicht|noch|fast|beinahe|wird|werden|soll|sollte|wenn|sobald|von den|bis",
}
# What our drafts leave to the officer to fill in; see the templates of editions.
PLACEHOLDER = re.compile(r"\[Vul hier aan[^\]]*\]")
# What stands in the place of a quotation until somebody gave it.
QUOTE_PLACEHOLDER = re.compile(r"[<\[].*[>\]]")
