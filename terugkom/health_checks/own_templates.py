"""Which own templates of municipalities cannot be used.

Each is compiled. Those of mails that somebody waits for are rendered as well, with invented values: if such a
mail cannot be rendered by them, ours takes their place (`Templates.render_urgent_letter`), and nobody would
know. Any other that fails stops its run, whose state names it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from terugkom.documents.built_in_templates import BUILT_IN_TEMPLATES, LANGUAGES
from terugkom.documents.plain_file import NotPlainFile
from terugkom.documents.templates import Templates
from terugkom.editions import refused_answer
from terugkom.errors import ERROR_LANGUAGE, TemplateError, TerugkomError
from terugkom.installation import Installation
from terugkom.plan.queries import list_municipalities
from terugkom.reminders import fresh_link, stuck_notice

_DAY = date(2027, 3, 1)
_ADDRESS = "https://terugkom.example.org/o/1"
# By kind of letter, what it is rendered with: every name that the real ones have.
URGENT_LETTERS: Mapping[str, Mapping[str, Any]] = {
    stuck_notice.DOCUMENT: {
        **{"municipality": "Zilverbeke", "reader": "Lotte Maes", "owner": "An Peeters"},
        **{"owner_address": "an@zilverbeke.example.org", "code": "A1", "title": "Ledlampen"},
        **{"deadline": _DAY, "group": "Energie", "text": "Nobody made an offer.", "page": _ADDRESS},
        "today": _DAY,
    },
    refused_answer.DOCUMENT: {
        **{"municipality": "Zilverbeke", "reader": "Lotte Maes", "kind": "correct", "title": "Ledlampen"},
        **{"quarter": "2027-Q1", "reason": "Nobody is named.", "page": _ADDRESS, "code": "0a1b2c3d"},
    },
    fresh_link.DOCUMENT: {
        **{"municipality": "Zilverbeke", "reader": "An Peeters", "page": _ADDRESS, "is_owner": True},
        "last_day": _DAY,
    },
}


@dataclass(frozen=True)
class BrokenTemplate:
    """An own template, or a whole look ("" as name), that cannot be used. `why` may quote what is in it."""

    municipality: str
    name: str
    why: str

    @property
    def is_known(self) -> bool:
        """Whether it takes the place of one of ours; the name of another file may be that of a person."""
        return any((BUILT_IN_TEMPLATES / language / self.name).is_file() for language in LANGUAGES)


@dataclass(frozen=True)
class OwnTemplates:
    """How many own templates there are, and those that cannot be used."""

    count: int
    broken: tuple[BrokenTemplate, ...]


def check_own_templates(installation: Installation, slug: str | None = None) -> OwnTemplates:
    """Return the own templates of all municipalities, or of one."""
    with installation.database.read_session() as session:
        municipalities = list_municipalities(session, slug)
    count, broken = 0, list[BrokenTemplate]()
    for municipality in municipalities:
        each = municipality.slug
        try:
            templates = installation.load_templates_of(municipality)
            names = templates.list_own()
        except (NotPlainFile, OSError) as error:
            broken.append(BrokenTemplate(each, "", str(error)))
            continue
        except TerugkomError as error:  # of its colours, font or logo
            said = error.render_public(ERROR_LANGUAGE) or "its look cannot be used"
            broken.append(BrokenTemplate(each, "", said))
            continue
        count += len(names)
        found = {error.name: str(error) for error in _list_errors(templates, names)}
        broken += [BrokenTemplate(each, name, why) for name, why in found.items()]
    return OwnTemplates(count, tuple(broken))


def _list_errors(templates: Templates, names: list[str]) -> Iterator[TemplateError]:
    for name in names:
        try:
            templates.check_own(name)
        except TemplateError as error:
            yield error
    for kind, values in URGENT_LETTERS.items() if names else ():
        try:
            templates.render_letter(kind, dict(values))
        except TemplateError as error:
            yield error
