"""What stands around a later day: an instruction, a conclusion, a reason, in nl, fr, de and en, as data.

Regular expressions for text in lower case and without accents.
"""

# A clause that says outright which day to write down; the rest of it names nothing else.
INSTRUCTS = (
    r"\b(?:zet (?:(?:het|hem|ze|dat|dit|de datum|de deadline) )?(?:dan |dus )?(?:maar )?(?:op|naar)?"
    r"|zetten we|noteer(?: maar)?"
    r"|schrijf maar|doe (?:toch )?maar|pak maar|neem maar|maak er(?: maar)?|hou het op|reken op|geef (?:me"
    r"|ons|mij) tot"
    r"|(?:ik |we )?stel(?:len)? voor(?: om)?|mettez(?: plutot)?|mets(?: plutot)?|notez(?: plutot)?|inscrivez"
    r"|comptez sur|disons"
    r"|make (?:it|that)|put (?:it )?down|call it|let's say|set it (?:to|for)|bitte .{0,25}eintragen"
    r"|tragen sie|eintragen"
    r"|nehmen wir|sagen wir)\b"
)
# The conclusion of what went before: "levering pas 12 april, dus klaar op 20 april".
CONCLUDES = (
    r"^(?:en |and |et |und )*(?:dus|dan|waardoor|zodat|so|donc|alors|then|dann|daher|deshalb|einde|afwerking"
    r"|oplevering|alles"
    r"|fin (?:du|des)|tout|everything|everything's|end of)\b|\b(?:dan|alors|dann|then) (?:is|pas|klaar"
    r"|fertig|finished)\b"
)
# With a result: it is to come.
WILL_BE = (
    r"\b(?:is|zijn|wordt|worden|zal|zullen|gaat|gaan|hangt|hangen|staat|staan|ligt|liggen|est|sont|sera"
    r"|seront|ist|sind|wird"
    r"|werden|steht|stehen|is|are|will|be)\b"
)
# What follows a day and says why: a thing that came late, or was done again.
REASON_BEHIND = (
    r"[,;] (?:(?:de|het|een|onze|le|la|les|der|die|das|the|our) |l')?[\w'-]+(?: [\w'-]+)? (?:kwam(?:en)?"
    r"|moest(?:en)?|liep(?:en)?"
    r"|bleef|bleven|is|zijn|was|waren|heeft|hebben|had|a|ont|est|n'a|etait|musste|mussten|kam|kamen|wurde"
    r"|ist|hat|war|came|had"
    r"|has|took|only came|is|are|were|was)"
    r"(?! (?:verzet|verplaatst|uitgesteld|verschoven|afgelast|reporte|deplace|verlegt|verschoben|abgesagt"
    r"|moved|cancelled))"
    r" [^.;]*$"
)
# What an action of a kind delivers last, with what it is called instead; for the day to which that moves.
LATE_OF_ITS_KIND = {
    "study": (
        (
            r"\b(?:(?:het|de|le|the|der|das|ons) )?(?:definitieve |final )?(?:eind|end|schluss)?(?:rapport"
            r"|verslag|report|bericht)"
            r"(?: final)? (?:(?:komt|volgt|verschijnt|is er|hebben we|krijgen we|kommt|folgt|is due|comes"
            r"|arrives|will be (?:here"
            r"|ready)|arrive|arrivera|sera (?:remis|la|pret)|liegt)(?: (?:nu|dus|helaas|maar|ook|only|jetzt"
            r"|leider|seulement))?"
            r"(?= (?:pas|erst|le|op|am|on|in|eind|begin|half|en|fin|by))|(?:n'arrivera|n'arrive"
            r"|ne sera (?:remis|la|pret)) que"
            r"|(?:won't|will not) (?:be (?:here|ready)|come|arrive) (?:until|before))",
            "actie wordt",
        ),
    ),
    "purchase": (
        (r"\b(?:levering|livraison|lieferung|delivery)\b", "oplevering"),
        (r"\b(?:ze|zij|ils|elles|sie|they) (?:komen|arrivent|kommen|arrive|come)\b", "ze worden"),
    ),
    "text": (
        (
            r"\b(?:(?:de|het|le|the|der) )?(?:gemeenteraad|raad|conseil(?: communal)?|rat|gemeinderat"
            r"|council) (?:behandelt|keurt|stemt"
            r"|beslist|bespreekt|votera|vote|se prononce|stimmt|entscheidet|behandelt|votes"
            r"|decides)(?: (?:dit|het|actie|de tekst"
            r"|daarover|erover|sur l'action|le reglement|l'action|daruber|on it|it|the action))*(?= (?:pas"
            r"|erst|op|le|am|on|only))",
            "actie wordt",
        ),
        (
            r"\b(?:de |het |le |au |du |la |the |die |der |auf die |auf den |to the |naar de |in de "
            r"|de )?(?:gemeenteraad|raad"
            r"|raadszitting|zitting|conseil(?: communal)?|seance|sitzung|ratssitzung|council|meeting) (?:van"
            r"|du|de|vom|of)(?= )",
            " ",
        ),
        (
            r"\b(?:het punt|de stemming|le point|le vote|der punkt|die abstimmung|the vote|the item)\b",
            "actie",
        ),
    ),
}
# Before a day these say why it comes late.
IS_LATE = (
    r"\b(?:niet (?:voorradig|leverbaar|beschikbaar|geleverd)|en rupture|out of stock|nicht (?:lieferbar"
    r"|verfugbar|vorratig)"
    r"|te nat|trop humide|zu nass|too wet|asbest|amiante|asbestos|retard|verzug"
    r"|vertraging)\b"
)
