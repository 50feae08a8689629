"""Which own templates of municipalities cannot be used.

Each is compiled. Those of the mails that most people get, and of those that somebody waits for, are rendered
as well, with invented values: an unknown name, or a loop over what is no list, is no fault of syntax. If a
mail that somebody waits for cannot be rendered by them, ours takes their place
(`Templates.render_urgent_letter`), and nobody would know. Any other that fails stops its run, which says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from terugkom.documents.built_in_templates import BUILT_IN_TEMPLATES, LANGUAGES
from terugkom.documents.plain_file import NotPlainFile
from terugkom.documents.templates import Templates
from terugkom.errors import ERROR_LANGUAGE, TemplateError, TerugkomError
from terugkom.installation import Installation
from terugkom.plan.queries import list_municipalities


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
    if not names:
        return
    from terugkom.health_checks.invented_letters import INVENTED_KINDS, list_invented_letters  # 0.4 s

    used = [kind for kind in INVENTED_KINDS if templates.uses_own_letter(kind)]
    letters = list_invented_letters() if used else {}
    for kind in used:
        try:
            for values in letters[kind]:
                templates.render_letter(kind, dict(values))
        except TemplateError as error:
            yield error
