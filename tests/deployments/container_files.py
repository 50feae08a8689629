"""What the files of `deployments/containers` say: instructions of the Dockerfile, services of compose."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import yaml

from terugkom.command_line.main import _build_parser

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deployments/containers"
Service = dict[str, Any]


def list_instructions(stage: int | None = None) -> list[tuple[str, str]]:
    """Return each instruction of the Dockerfile with its text: of all stages, or of one, from 0."""
    lines = [line for line in (FOLDER / "Dockerfile").read_text().splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    found = [(word, text) for word, _, text in (line.partition(" ") for line in joined.splitlines() if line)]
    starts = [*(index for index, (word, _) in enumerate(found) if word == "FROM"), len(found)]
    return found if stage is None else found[starts[stage] : starts[stage + 1]]


def read_instruction(word: str, stage: int = 1) -> str:
    """Return the text of the only instruction of this name in a stage."""
    (text,) = [text for each, text in list_instructions(stage) if each == word]
    return text


def read_image_environment() -> dict[str, str]:
    """Return the variables of the image."""
    return dict(each.split("=", 1) for each in shlex.split(read_instruction("ENV")))


def load_compose() -> dict[str, Any]:
    """Return compose.yaml, its anchors followed."""
    content: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text())
    return content


def list_services() -> dict[str, Service]:
    """Return the services that run our image, in an order in which each comes after what it depends on."""
    services = {
        name: each for name, each in load_compose()["services"].items() if each["image"] == "terugkom"
    }
    ordered: dict[str, Service] = {}
    while len(ordered) < len(services):
        ready = [
            name
            for name, each in services.items()
            if name not in ordered and not (set(each["depends_on"]) & set(services)) - set(ordered)
        ]
        assert ready, "services that wait for each other"
        ordered.update((name, services[name]) for name in ready)
    return ordered


def ends_by_itself(service: Service) -> bool:
    """Return whether a service does one thing and ends, so that others wait until it is done."""
    return service["restart"] == "no" or service["restart"].startswith("on-failure:")


def parse_command(words: list[str]) -> Any:
    """Return what our command line makes of a command; SystemExit if it does not know it."""
    return _build_parser().parse_args(words)


def read_health_url(words: list[str]) -> str:
    """Return the address that a health check asks."""
    (url,) = re.findall(r"http://[\w.:/-]+", " ".join(words))
    return str(url)


def parse_words(text: str) -> list[str]:
    """Return the words of an instruction in its form as a list."""
    words: list[str] = json.loads(text)
    return words
