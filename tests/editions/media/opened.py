"""Documents as others open them: by LibreOffice, as a PDF, as pictures."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.libreoffice import convert, office


def as_pdf(content: bytes, name: str, folder: Path) -> Path:
    """The document as LibreOffice opens and prints it."""
    if office() is None:
        pytest.skip("no LibreOffice: apt-get install libreoffice-writer-nogui libreoffice-impress-nogui")
    file = folder / name
    file.write_bytes(content)
    made = convert(file, "pdf", folder)
    if not made.exists():
        pytest.skip(f"LibreOffice here cannot open {file.suffix}: apt-get install libreoffice-impress-nogui")
    return made


def need_font(name: str, substitute: str, package: str) -> None:
    """Skip where neither a font nor its metric-compatible substitute is installed: pages would be longer."""
    match = shutil.which("fc-match")
    found = subprocess.run([match, name], check=True, capture_output=True, text=True).stdout if match else ""
    if name not in found and substitute not in found:
        pytest.skip(f"neither {name} nor {substitute} is installed: apt-get install {package}")


def as_pictures(pdf: Path, width: int = 480) -> list[Path]:
    """The pages of a PDF as PNG, so many pixels wide."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("no pdftoppm: apt-get install poppler-utils")
    start = pdf.with_suffix("")
    subprocess.run(
        ["pdftoppm", "-png", "-scale-to-x", str(width), "-scale-to-y", "-1", str(pdf), str(start)], check=True
    )
    return sorted(pdf.parent.glob(f"{start.name}-*.png"))
