"""The text of a cell.

It needs nothing of the plan: the process that reads files from outside imports it at each file.
"""

import re
from datetime import date, datetime

# The errors of formulas: as Excel stores them, and as Excel, LibreOffice and Google write them into a csv, in
# the language of their user. What a column is too narrow for is written as number signs.
_ERRORS = frozenset(
    f"#{name}"
    for name in (
        *(
            "DIV/0!",
            "N/A",
            "NAME?",
            "NULL!",
            "NUM!",
            "REF!",
            "VALUE!",
            "ERROR!",
            "GETTING_DATA",
            "SPILL!",
            "CALC!",
        ),
        *("FIELD!", "BLOCKED!", "CONNECT!", "BUSY!", "UNKNOWN!", "EXTERNAL!", "PYTHON!", "TIMEOUT!"),
        *(
            "DEEL/0!",
            "N/B",
            "NAAM?",
            "LEEG!",
            "GETAL!",
            "VERW!",
            "WAARDE!",
            "OVERLOOP!",
            "OVERLOPEN!",
            "BEREKENEN!",
        ),
        *("VELD!", "GEBLOKKEERD!", "VERBINDEN!", "BEZET!", "ONBEKEND!", "FOUT!"),
        *("NOM?", "NUL!", "NOMBRE!", "VALEUR!", "PROPAGATION!", "EPARS!", "CHAMP!", "BLOQUE!", "CONNEXION!"),
        *("OCCUPE!", "INCONNU!", "ERREUR!"),
        *("NV", "ZAHL!", "BEZUG!", "WERT!", "ÜBERLAUF!", "KALK!", "FELD!", "BLOCKIERT!", "BESETZT!"),
        *("UNBEKANNT!", "FEHLER!"),
    )
)
_NUMBERED_ERROR = re.compile(r"(?:Err|Fout|Fehler|Erreur) ?: ?5\d\d|#{3,}")  # LibreOffice's, and number signs


def is_excel_error(text: str) -> bool:
    """Return whether a cell says that its formula gave no value, or that its value could not be shown."""
    return text in _ERRORS or (text[-1:] in "#0123456789" and _NUMBERED_ERROR.fullmatch(text) is not None)


def format_cell(cell: object) -> str:
    """Return a cell as text: a date as dd/mm/yyyy, a whole number without a fraction, a boolean in Dutch."""
    if isinstance(cell, str):
        return cell.strip()
    match cell:
        case None:
            return ""
        case datetime() | date():
            return f"{cell.day:02d}/{cell.month:02d}/{cell.year:04d}"
        case bool():
            return "WAAR" if cell else "ONWAAR"
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell).strip()
