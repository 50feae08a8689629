"""The command look: the colours, font and logo of a municipality's documents."""

from argparse import Namespace
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from terugkom.command_line.printing import print_json, print_table
from terugkom.documents.colours import WHITE, compute_contrast
from terugkom.documents.look import Look, check_colour
from terugkom.errors import CommandError
from terugkom.installation import open_installation
from terugkom.plan.load_look import load_look
from terugkom.plan.look_files import prepare_fonts, prepare_logo, replace_fonts, replace_logo
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.model import Municipality
from terugkom.plan.queries import choose_municipality, lock_municipality

_FIELDS = ("primary_colour", "accent_colour", "font", "logo_text")


def manage_look(given: Namespace) -> bool:
    """Set what is given, and show the look. Raises InputError, and changes nothing, for what is unusable."""
    change = _read_change(given)
    with open_installation() as installation:
        root, database = installation.settings.municipalities, installation.database
        if change is not None:
            with database.write_session(few_tables=True) as session:
                municipality = choose_municipality(session, given.municipality)
                lock_municipality(session, municipality)
                _apply_change(root, municipality, change)
        else:  # who only looks does not wait for who writes
            with database.read_session() as session:
                municipality = choose_municipality(session, given.municipality)
        look = load_look(root, municipality)
    _print(look, given.json)
    return False


@dataclass(frozen=True)
class LookChange:
    """What is to be changed: settings, and files if there are any; with `is_reset` all else is ours again."""

    settings: dict[str, str]
    logo: bytes
    fonts: tuple[bytes, ...]
    is_reset: bool


def _read_change(given: Namespace) -> LookChange | None:
    """Return what is given, None if that is nothing."""
    settings = _read_changes(given)
    if not (settings or given.logo or given.font_file or given.reset):
        return None
    logo = prepare_logo(_read(given.logo), str(given.logo)) if given.logo else b""
    fonts = prepare_fonts([(str(path), _read(path)) for path in given.font_file or ()])
    return LookChange(settings, logo, fonts, given.reset)


def _apply_change(root: Path, municipality: Municipality, change: LookChange) -> None:
    kept = {
        name: value
        for name, value in municipality.media_settings.items()
        if not (change.is_reset and name in _FIELDS)
    }
    wanted = {name: value for name, value in {**kept, **change.settings}.items() if value != ""}
    MediaSettings.from_overrides(wanted)
    if change.logo or change.is_reset:
        replace_logo(root, municipality.slug, change.logo)
    if change.fonts or "font" in change.settings or change.is_reset:
        replace_fonts(root, municipality.slug, change.fonts)
    municipality.media_settings = wanted


def _read_changes(given: Namespace) -> dict[str, str]:
    changes = {
        "primary_colour": check_colour(given.primary, is_text=True) if given.primary else given.primary,
        "accent_colour": check_colour(given.accent, is_text=False) if given.accent else given.accent,
        "font": "" if given.font_file else given.font,
        "logo_text": given.logo_text,
    }
    return {name: value for name, value in changes.items() if value is not None}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error


def _print(look: Look, as_json: bool) -> None:
    shown: dict[str, Any] = {
        "primary": look.primary,
        "accent": look.accent,
        "font": look.font or None,
        "font_files": len(look.font_files),
        "logo_bytes": len(look.logo),
        "logo_text": look.logo_alt or None,
    }
    if as_json:
        print_json({**shown, "palette": asdict(look.palette)})
        return
    contrast = f"{look.primary}, contrast with white {compute_contrast(look.primary, WHITE):.1f}"
    rows = [
        ("Colour of titles, links and buttons", contrast),
        ("Colour of borders and charts", look.accent),
        ("Font", f"{look.font or '-'}{', embedded in PDFs' if look.font_files else ''}"),
        ("Logo", f"{len(look.logo):,} bytes: {look.logo_alt}" if look.logo else "-"),
    ]
    print_table(("Look", ""), rows)
