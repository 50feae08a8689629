"""How an answer ends, with the name of its writer, in Dutch, French, German and English, as data.

Regular expressions for text as it was written, whatever its case.
"""

CLOSINGS = (
    r"m\.?v\.?g\.?|(?:met )?(?:(?:vriendelijke|hartelijke|beste|warme|zonnige|lieve|sportieve|veel|de) )*"
    r"(?:meeste )?(?:groet(?:en|jes)?|hoogachting)|grt(?:j?e?)?[sz]?|tot (?:maandag|dinsdag|woensdag"
    r"|donderdag|vrijdag|dan|later|straks|binnenkort|ziens)|gr|hoogachtend|fijne (?:dag|week"
    r"|avond)(?: nog)?"
    r"|(?:bien|sincèrement) à (?:vous|toi)|bà[vt]|ba[vt]|cdt|cdlt|(?:bien )?cordialement"
    r"|salutations(?: distinguées)?"
    r"|bonne (?:journée|soirée|semaine)|belle journée|à bientôt"
    r"|(?:(?:mit )?(?:freundlichen?|herzlichen?|besten?|vielen?|liebe|schöne) )?(?:gr(?:ü|u)(?:ß|ss)e?n?)"
    r"|lg|vg|mfg"
    r"|(?:kind|best|warm|many)? ?regards|best wishes|cheers|best|ciao|xx?"
)
_PARTICLES = r"van|de|den|der|von|du|le|la|x"
# The line with a name, and a name behind the last sentence: "Klaar, Tom", "Kom eens kijken! Juf Marleen".
NAME = rf"(?:[A-ZÀ-Ý][\w.'’-]*|{_PARTICLES})(?: (?:[A-ZÀ-Ý][\w.'’-]*|{_PARTICLES}))*[.,]?"
NAME_AT_THE_END = (
    r"(?:, (?:[A-ZÀ-Ý][a-zà-ÿ'’-]+ ?){1,2}"
    r"|(?<=[.!?]) [A-ZÀ-Ý][a-zà-ÿ'’-]+(?: [A-ZÀ-Ý][a-zà-ÿ'’-]+){1,2})$"
)
