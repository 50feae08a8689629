"""The command line program `terugkom`."""

from terugkom.command_line.main import main

__all__ = ["main"]
