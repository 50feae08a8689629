"""The command look: the colours, font and logo of a municipality's documents."""

from argparse import Namespace
from dataclasses import asdict
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
from terugkom.plan.queries import choose_municipality, lock_municipality

_FIELDS = ("primary_colour", "accent_colour", "font", "logo_text")


def manage_look(given: Namespace) -> bool:
    """Set what is given, and show the look. Raises InputError, and changes nothing, for what is unusable."""
    changes = _read_changes(given)
    logo = prepare_logo(_read(given.logo), str(given.logo)) if given.logo else b""
    fonts = prepare_fonts([(str(path), _read(path)) for path in given.font_file or ()])
    with open_installation() as installation:
        root = installation.settings.municipalities
        with installation.database.write_session() as session:
            municipality = choose_municipality(session, given.municipality)
            lock_municipality(session, municipality)
            kept = {
                name: value
                for name, value in municipality.media_settings.items()
                if not (given.reset and name in _FIELDS)
            }
            wanted = {name: value for name, value in {**kept, **changes}.items() if value != ""}
            MediaSettings.from_overrides(wanted)
            if logo or given.reset:
                replace_logo(root, municipality.slug, logo)
            if fonts or given.font is not None or given.reset:
                replace_fonts(root, municipality.slug, fonts)
            municipality.media_settings = wanted
        look = load_look(root, municipality)
    _print(look, given.json)
    return False


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
