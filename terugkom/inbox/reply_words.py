"""What mail programs and people write around an answer, in Dutch, French, German and English, as data.

Each is a regular expression for one whole line without spaces around it, whatever its case. The library
mail-parser-reply knows part of these; what it misses in mails of the kinds that are tested stands here.
"""

# A line that says who wrote what is quoted below; it may be broken over three lines.
WROTE_LINES = (
    r"op .{1,200}\bschreef\b.{0,200}:",
    r"op .{1,200}\bheeft .{1,200}geschreven:",
    r".{1,120}\bschreef op .{1,120}:",
    r"le .{1,200}\ba écrit ?.{0,200}:",
    r".{1,120}\ba écrit ?:",
    r"am .{1,200}\bschrieb\b.{0,200}:",
    r".{1,120}\bschrieb am .{1,120}:",
    r"(?:- )?on .{1,200}\bwrote ?:",
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}.{1,120}<[^<>]{3,120}>:",
    r"(?:\d{1,2}[/. -]){2}\d{4}.{1,120}<[^<>]{3,120}>:",
    r".{1,120}\bwrote on .{1,120}:|at .{1,60}\bwrote ?:",
    r".{0,120}<.{3,120}\b(?:schreef|wrote|schrieb|a écrit) ?:",
    r".{0,120}<[^<>]{3,120}>,? (?:schreef|wrote|schrieb|a écrit) ?:",
    r"\[.{0,60}\d{4}.{0,60}\] .{1,120}:",
)
# A line that begins what is quoted; all below it is.
QUOTE_STARTS = (
    r"-{2,} ?(?:oorspronkelijk|origineel|oorspronkelijke|originele) (?:bericht|mail|e-mail) ?-{2,}",
    r"-{2,} ?(?:message|e-mail|mail|courriel) (?:d['’]origine|original|initial|transféré) ?-{2,}",
    r"-{2,} ?(?:ursprüngliche nachricht|original-nachricht|originalnachricht"
    r"|weitergeleitete nachricht) ?-{2,}",
    r"-{2,} ?(?:original|forwarded) message ?-{2,}",
    r"-{2,} ?doorgestuurd(?: bericht)? ?-{2,}",
    r"-{2,} ?reply above this line ?-{2,}",
    r"begin doorgestuurd bericht:",
    r"début du message (?:transféré|réexpédié) ?:",
    r"anfang der weitergeleiteten nachricht:",
    r"begin forwarded message:",
    r"[_]{20,}",
)
# The first line of the headers that Outlook puts above what it quotes, and those of which one must follow.
HEADER_FIRST = r"[*_ ]{0,3}(?:van|from|de|von|verzonden|sent|date|datum)[*_ ]{0,3}\s?:.*"
HEADER_OTHERS = (
    r"[*_ ]{0,3}(?:verzonden|datum|aan|onderwerp|cc|envoyé(?: le)?|date|à|objet|gesendet|an|betreff|sent|to"
    r"|subject)[*_ ]{0,3}\s?:.*"
)
# A line with which a signature begins; what stands below it is no answer.
SIGNATURE_STARTS = (
    r"--",
    r"(?:met )?(?:zeer )?(?:(?:vriendelijke|hartelijke|beste|warme|sportieve|duurzame|collegiale|lieve) )+"
    r"groet(?:en|jes)?\b.{0,60}",
    r"(?:groet(?:en|jes)?|grtz?|gr|mvg|m\.v\.g\.?|vr\.? ?gr\.?|hgr)[.,!]{0,3}(?: \w+){0,3}[.,!]?",
    r"(?:hoogachtend|tot ziens|tot dan)[.,!]?",
    r"(?:bien |très |avec mes )?(?:cordialement|cordiales salutations|sincères salutations"
    r"|salutations distinguées|meilleures salutations)\b.{0,60}",
    r"(?:bonne (?:journée|soirée|réception)|bàv|cdlt)[.,!]{0,3}",
    r"(?:mit )?(?:freundlichen?|herzlichen?|besten?|vielen?|liebe|schöne) (?:grüße?n?|grüsse?n?|gruss|gruß)\b"
    r".{0,60}",
    r"(?:mfg|lg|vg|gruss|gruß|grüße|hochachtungsvoll)[.,!]{0,3}(?: \w+){0,3}",
    r"(?:(?:with )?(?:kind|best|warm|warmest|many) )?regards[.,!]{0,3}(?: \w+){0,3}",
    r"(?:yours (?:sincerely|truly|faithfully)|sincerely|cheers|best wishes)[.,!]{0,3}(?: \w+){0,3}",
    r"(?:verzonden|verstuurd|gestuurd) (?:vanaf|vanuit|via|met|van) .{1,80}",
    r"(?:download|haal) outlook (?:voor|for) .{1,60}|outlook voor .{1,60} downloaden",
    r"envoyé (?:de|depuis|à partir) .{1,80}|télécharger outlook pour .{1,60}|obtenir outlook pour .{1,60}",
    r"(?:gesendet|von meinem) (?:von|mit|aus|iphone|ipad|handy).{0,80}"
    r"|(?:holen sie sich |laden sie )?outlook für .{1,60}"
    r"|(?:diese nachricht wurde )?von meinem .{1,60} gesendet.?",
    r"sent (?:from|via|with) .{1,80}|get outlook for .{1,60}",
)
# What is added below a signature is said as well.
POSTSCRIPT = r"(?:p\.? ?s\.?|n\.? ?b\.?|post ?scriptum)(?:\b|(?<=\.))[ :.,;-]"
# A line with which the disclaimer of an organisation begins, below what was written or above it.
DISCLAIMERS = (
    r"[*_ ]{0,3}disclaimer\b.{0,200}",
    r"(?:dit|deze|de (?:informatie|inhoud) (?:in|van) (?:dit|deze)) (?:e-?mail\w*|mail|bericht)\b.{0,120}"
    r"\b(?:vertrouwelijk\w*|geadresseerden?|(?:uitsluitend|enkel|alleen|niet) .{0,20}bestemd"
    r"|aansprakelijk\w*)\b.{0,1000}",
    r"(?:ce (?:message|courriel|mail)|cet? e-?mail|le contenu de ce (?:message|courriel))\b.{0,120}"
    r"\b(?:confidentiel\w*|destinataires?|(?:exclusivement|uniquement) destin\w+)\b.{0,1000}",
    r"(?:diese|der inhalt dieser|die informationen in dieser) (?:e-?mail|nachricht)\b.{0,120}"
    r"\b(?:vertraulich\w*|adressaten?|empf[äa]nger|ausschlie(?:ß|ss)lich|irrt[üu]mlich)\b.{0,1000}",
    r"(?:this|the (?:information|contents?) (?:in|of) this) (?:e-?mail|message|communication)\b.{0,120}"
    r"\b(?:confidential|privileged|intended (?:solely|only|recipients?"
    r"|for the (?:(?:sole |exclusive )?use|(?:named |intended )?recipients?|addressees?"
    r"|person|individual|attention))"
    r"|addressees?)\b.{0,1000}",
    r".{0,6}(?:denk|pensez|denken sie|bitte denken|please (?:consider|think))\b.{0,40}"
    r"\b(?:milieu|environnement|umwelt|environment)\b.{0,120}"
    r"\b(?:print\w*|afdrukt?|imprim\w+|(?:aus)?druck\w*)\b.{0,60}",
)
# What says behind a colon that it is still the disclaimer.
OF_A_DISCLAIMER = (
    r"\b(?:bestemd|geadresseerde\w*|vertrouwelijk\w*|aansprakelijk\w*|verspreid\w*|verwijder\w*|vergissing"
    r"|afzender|print\w*"
    r"|afdrukk?\w*|milieu|destinataires?|destine\w*|destinée?\w*|confidentiel\w*|expéditeur|supprim\w*"
    r"|imprim\w*|bestimmt"
    r"|empfänger\w*|vertraulich\w*|absender|lösch\w*|weitergabe|druck\w*|umwelt|intended|recipients?"
    r"|addressees?"
    r"|confidential\w*|privileged|sender|delete|disclos\w*|liab\w*|https?|www|derden|verboden|tiers"
    r"|interdite?s?|dritten?|untersagt|prohibited|unauthori[sz]ed|third parties|(?:zie|voir|siehe|see)"
    r" (?:onze|notre|unsere|our) (?:web)?site)\b"
)
# What a mail server writes above a mail from elsewhere. A tag is left out alone, a banner with its line; what
# such a line says of anything else is its writer's.
_ATTENTION = r"(?:caution|let op|opgelet|waarschuwing|attention|achtung|vorsicht|warning)"
BANNER_TAG = (
    rf"[\[(*#!]{{1,5}} ?(?:{_ATTENTION}\W{{1,5}})?(?:externe?[rsn]?|external)"
    r"(?: (?:e-?mail|mail|sender|afzender|bericht|message))? ?[\])*#!]{1,5}\s*"
)
_OF_A_WARNING = (
    r"(?:[.!,;:–-][^.!,;:]{0,150}\b(?:links?|liens?|attachments?|bijlagen?|pi[èe]ces? jointes?|anh[äa]ngen?"
    r"|voorzichtig\w*|careful\w*|prudente?s?|vorsichtig\w*|afzender|sender|exp[ée]diteur|absender|content"
    r"|inhoud"
    r"|caution|let op|opgelet)\b[^.!,;:]{0,150}){0,5}[.!*\]) ]{0,6}"
)
BANNERS = (
    rf"(?:\W{{0,5}}{_ATTENTION}\W{{1,5}})?\W{{0,5}}(?:external|externe) (?:e-?mail|mail|sender|afzender)"
    rf" ?{_OF_A_WARNING}",
    rf"(?:\W{{0,5}}{_ATTENTION}\W{{1,5}})?"
    r"(?:deze (?:e-?mail|mail)|dit bericht|this (?:e-?mail|message)|ce (?:message|courriel)"
    r"|diese (?:e-?mail|nachricht)) (?:komt|kwam|is|was|werd|wordt|originate[sd]|comes?|came|provient|vient"
    r"|est|a [ée]t[ée]|kommt|kam|stammt|ist|wurde)\b[^.,:;!]{0,20}"
    r"\b(?:van buiten|from outside|de l'ext[ée]rieur|von au(?:ß|ss)erhalb)\b"
    rf"[^.,:;!]{{0,100}}{_OF_A_WARNING}",
    r"(?:klik niet op|ne cliquez pas|klicken sie nicht|do not click|don't click) [^.,:;!]{0,60}"
    rf"\b(?:links?|liens?|attachments?)\b[^.,:;!]{{0,150}}{_OF_A_WARNING}",
)
# A greeting that stands on a line of its own.
GREETINGS = (
    r"(?:dag|beste|hallo|hoi|hey|hi|goeie ?morgen|goede ?(?:morgen|middag|namiddag|avond)|geachte|lieve|ha)\b"
    r".{0,60}",
    r"(?:bonjour|bonsoir|salut|chère?|madame|monsieur)\b.{0,60}",
    r"(?:guten (?:tag|morgen|abend)|liebe[rs]?|sehr geehrte[rs]?|moin)\b.{0,60}",
    r"(?:hello|dear|good (?:morning|afternoon|evening))\b.{0,60}",
)
# What mail programs put before the subject of an answer.
FORWARD_PREFIX = r"(?:(?:fwd?|wg|tr|doorst)(?:\[\d+\])? ?: ?)+"
REPLY_PREFIX = r"(?:(?:re|aw|antw|antwoord|rép|réf|sv|wg|betr|tr)(?:\[\d+\])? ?: ?)+"
