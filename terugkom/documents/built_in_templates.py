"""Where our own templates are, and the languages that there are some for."""

from pathlib import Path

_IN_A_WHEEL, _IN_A_CHECKOUT = (Path(__file__).parents[above] / "templates" for above in (1, 2))
BUILT_IN_TEMPLATES = _IN_A_WHEEL if _IN_A_WHEEL.is_dir() else _IN_A_CHECKOUT  # see docs/decisions/0022
LANGUAGES = tuple(sorted(folder.name for folder in BUILT_IN_TEMPLATES.iterdir() if folder.is_dir()))
