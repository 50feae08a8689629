"""The services of compose.yaml as processes of this machine, where no containers can be had.

Each has the environment that its container would have, from the image, `.env` and compose.yaml, and no other.
Only what a network and folders of their own give a container is replaced: names of hosts, ports and paths.
"""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.deployments.container_files import (
    Service,
    ends_by_itself,
    list_services,
    parse_words,
    read_image_environment,
    read_instruction,
)
from tests.deployments.serving import wait_for

_SECONDS = 180


@dataclass
class ContainerProcesses:
    """All services of ours, in one folder, for their logs too."""

    folder: Path
    env_file: dict[str, str]
    replaced: dict[str, str]  # a text in commands and variables, and what stands for it here
    program: tuple[str, ...] = (sys.executable, "-c", "from terugkom.command_line import main; exit(main())")
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self) -> None:
        """Start each service once what it waits for is done or healthy, as `docker compose up` does."""
        for name, service in list_services().items():
            process = self.run(name, service)
            if ends_by_itself(service):
                assert process.wait(_SECONDS) == 0, self.read_log(name)
                continue
            self.running[name] = process
            if "test" in service["healthcheck"]:
                wait_for(partial(self._ended_or_healthy, process, service), _SECONDS)
            assert process.poll() is None, self.read_log(name)

    def run(self, name: str, service: Service) -> "subprocess.Popen[bytes]":
        """Start the command of a service."""
        assert parse_words(read_instruction("ENTRYPOINT")) == ["terugkom"]
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [*self.program, *map(self._adapt, service["command"])],
                env=self.build_environment(service),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def build_environment(self, service: Service) -> dict[str, str]:
        """Return the variables of a container; those of compose.yaml win, and then those of `.env`."""
        given = read_image_environment() | self.env_file
        given |= {name: str(value) for name, value in service["environment"].items()}
        adapted = {name: self._adapt(value) for name, value in given.items()}
        return adapted | {"PATH": os.environ["PATH"], "PYTHONPATH": os.environ.get("PYTHONPATH", "")}

    def stop(self) -> dict[str, int]:
        """Stop all services, the last first, as Docker does; return how each ended."""
        ended = {}
        for name, process in reversed(self.running.items()):
            process.terminate()
            ended[name] = process.wait(45)
        self.running.clear()
        return ended

    def read_log(self, name: str) -> str:
        """Return what a service said."""
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def _ended_or_healthy(self, process: "subprocess.Popen[bytes]", service: Service) -> bool:
        kind, _, *arguments = map(self._adapt, service["healthcheck"]["test"])
        assert kind == "CMD"
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command, env=self.build_environment(service), capture_output=True, timeout=10, check=False
        )
        return done.returncode == 0 or process.poll() is not None

    def _adapt(self, text: str) -> str:
        for there, here in self.replaced.items():
            text = text.replace(there, here)
        return text
