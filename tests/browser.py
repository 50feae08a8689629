"""A real browser that asks nothing of anybody else."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def running() -> Iterator[Browser]:
    """Give a real browser, or skip with the reason."""
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM} here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def log_in(page: Page, login: str) -> None:
    """Have the pages that this one opens find the login that the login page of Prefect's UI leaves."""
    token = base64.b64encode(login.encode()).decode()
    page.add_init_script(f"localStorage.setItem('prefect-password', '{token}')")
