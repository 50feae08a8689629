"""Load the look of a municipality: its settings, and the files of its logo and font."""

from pathlib import Path

from terugkom.documents.look import DEFAULT_LOOK, Look
from terugkom.plan.look_files import read_look_files
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.model import Municipality


def load_look(root: Path, municipality: Municipality | None) -> Look:
    """Return the look of a municipality whose folder is below `root`; ours for none.

    Raises InputError for a file that cannot be used, which it names, and NotPlainFile for a link.
    """
    if municipality is None:
        return DEFAULT_LOOK
    settings = MediaSettings.from_overrides(municipality.media_settings or {})
    return settings.build_look(municipality.name, read_look_files(root, municipality.slug))
