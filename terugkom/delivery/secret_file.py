"""Read a password or another secret from the file that a setting names."""

from pathlib import Path

from terugkom.errors import PublicInputError


def read_secret_file(file: Path, setting: str) -> str:
    """Return what stands in the file, without spaces around it.

    Raises PublicInputError, which names the setting and not what was read.
    """
    try:
        return file.read_text(encoding="utf-8-sig").strip()  # Windows puts a mark before it
    except OSError as error:
        raise PublicInputError("error.secret-file.unreadable", setting=setting, why=error.strerror) from error
    except UnicodeDecodeError:
        raise PublicInputError("error.secret-file.not-utf-8", setting=setting) from None
