"""The files of the containers agree with the code: commands, variables, ports, folders, what is built in."""

import re
import subprocess
import tomllib
from collections.abc import Callable, Iterable
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from prefect.settings import Settings as PrefectSettings
from prefect.settings.legacy import _get_settings_fields
from sqlalchemy import make_url

from deployments.environment import PREFECT_SETTINGS
from terugkom.settings import Settings
from terugkom.site.application import list_routes
from tests.deployments.container_files import (
    FOLDER,
    ROOT,
    ends_by_itself,
    list_instructions,
    list_services,
    load_compose,
    parse_command,
    parse_words,
    read_health_url,
    read_image_environment,
    read_instruction,
)
from tests.deployments.test_environment_file import list_settings
from tests.test_house import tracked

PREFECT_NAMES = set(_get_settings_fields(PrefectSettings))
SERVICES = list_services()
WHEEL = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
IGNORED = [
    line
    for line in (FOLDER / "Dockerfile.dockerignore").read_text().splitlines()
    if line and not line.startswith("#")
]


def reaches_the_builder(path: str) -> bool:
    """Return whether a file of the checkout is in the context of the build, as Docker reads its patterns."""
    verdict = True
    for pattern in IGNORED:
        bare = pattern.removeprefix("!")
        name = bare.removeprefix("**/")
        outer = [str(each) for each in Path(path).parents]
        parts: Iterable[str] = [path, *outer[:-1]] if bare == name else Path(path).parts
        if any(fnmatch(part, name) for part in parts):
            verdict = pattern.startswith("!")
    return verdict


@pytest.mark.parametrize("name", SERVICES)
def test_each_command_is_one_of_ours(name: str) -> None:
    assert parse_command(SERVICES[name]["command"]).name_of_command == SERVICES[name]["command"][0]


def test_the_image_starts_our_program_and_its_own_command_is_the_site() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    (program,) = parse_words(read_instruction("ENTRYPOINT"))
    assert program in scripts
    command = parse_words(read_instruction("CMD"))
    assert command == SERVICES["site"]["command"]
    health = parse_words(read_instruction("HEALTHCHECK").partition("CMD ")[2])
    assert ["CMD", *health] == SERVICES["site"]["healthcheck"]["test"]


def test_each_variable_is_one_of_ours_or_prefects() -> None:
    given = {*read_image_environment(), *(name for each in SERVICES.values() for name in each["environment"])}
    ours = {name.removeprefix("TERUGKOM_").lower() for name in given if name.startswith("TERUGKOM_")}
    prefects = {name for name in given if name.startswith("PREFECT_")}
    assert ours <= set(Settings.model_fields)
    assert prefects <= PREFECT_NAMES
    assert {name for name in given if name.partition("_")[0] not in ("TERUGKOM", "PREFECT", "PYTHON")} == {
        *("PATH", "HOME", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
    }


def test_what_differs_in_containers_can_be_set_in_the_environment_file_and_nothing_else_is_lost() -> None:
    (files,) = {each["env_file"] for each in SERVICES.values()}
    assert files == ".env"
    set_here = {name for each in SERVICES.values() for name in each["environment"]}
    assert set_here <= set(list_settings())
    assert not set_here & set(PREFECT_SETTINGS)  # those come from the file
    assert "PGPASSWORD" in list_settings()


def test_alerts_of_each_container_and_of_one_that_is_run_once_name_the_same_machine() -> None:
    """`docker compose run` gives a container another host name each time: nothing ended what it reported."""
    named = {each["environment"]["TERUGKOM_MACHINE"] for each in SERVICES.values()}
    assert named == {"${TERUGKOM_MACHINE:-containers}"}


def test_each_value_is_one_that_the_settings_take(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SERVICES["site"]["environment"].items():
        monkeypatch.setenv(name, str(value))
    settings = Settings()
    compose = load_compose()
    (subnet,) = compose["networks"]["default"]["ipam"]["config"]
    assert settings.site_trusted_proxies == subnet["gateway"]
    assert settings.database == "postgresql+psycopg://terugkom@database/terugkom"
    assert (settings.port, settings.site_port) == (4200, 4280)


def test_the_two_databases_are_those_that_the_container_of_postgresql_makes() -> None:
    environment, database = SERVICES["server"]["environment"], load_compose()["services"]["database"]
    ours = make_url(environment["TERUGKOM_DATABASE_URL"])
    prefects = make_url(environment["PREFECT_SERVER_DATABASE_CONNECTION_URL"])
    made = database["environment"]
    assert {ours.host, prefects.host} == {"database"}
    assert {ours.username, prefects.username} == {made["POSTGRES_USER"]}
    assert ours.database == made["POSTGRES_DB"]
    (mounted,) = [each for each in database["volumes"] if each.startswith("./")]
    source, target, mode = mounted.split(":")
    assert (target.rpartition("/")[0], mode) == ("/docker-entrypoint-initdb.d", "ro")
    assert re.findall(r"CREATE DATABASE (\w+)", (FOLDER / source).read_text()) == [prefects.database]
    assert ours.password is None
    assert prefects.password is None


def test_every_program_has_the_one_home_where_the_image_has_it_and_its_user_may_write() -> None:
    home = read_image_environment()["TERUGKOM_HOME"]
    assert {each["environment"]["TERUGKOM_HOME"] for each in SERVICES.values()} == {home}
    assert {tuple(each["volumes"]) for each in SERVICES.values()} == {(f"home:{home}",)}
    assert {read_instruction("VOLUME"), read_instruction("WORKDIR")} == {home}
    assert set(load_compose()["volumes"]) == {"home", "database"}
    (made,) = [text for word, text in list_instructions(1) if word == "RUN"]
    user = read_instruction("USER")
    number, group = user.split(":")
    assert f"--owner={number} --group={group} --mode=700 {home}" in made
    assert (int(number), int(group)) > (0, 0)


def test_nothing_but_the_home_and_the_temporary_folder_is_written() -> None:
    image = read_image_environment()
    for service in SERVICES.values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["tmpfs"] == ["/tmp"]
    assert image["HOME"] == "/tmp"
    assert image["PREFECT_UI_STATIC_DIRECTORY"].startswith("/tmp/")


@pytest.mark.parametrize("name", SERVICES)
def test_each_waits_for_what_it_needs(name: str) -> None:
    services = load_compose()["services"]
    for other, wanted in services[name]["depends_on"].items():
        is_one_shot = ends_by_itself(services[other])
        healthy = "test" in services[other]["healthcheck"]
        expected = "service_completed_successfully" if is_one_shot else "service_healthy"
        assert wanted["condition"] == expected
        assert is_one_shot or healthy


def test_each_health_check_asks_what_that_program_answers() -> None:
    asked = {
        name: urlsplit(read_health_url(each["healthcheck"]["test"]))
        for name, each in SERVICES.items()
        if "test" in each["healthcheck"]
    }
    assert {name: each.port for name, each in asked.items()} == {"server": 4200, "worker": 8080, "site": 4280}
    assert {each.hostname for each in asked.values()} == {"127.0.0.1"}
    assert asked["server"].path == "/api/health"
    assert asked["site"].path == "/health/live"
    assert asked["site"].path in {route.path for route in list_routes()}
    assert parse_command(SERVICES["worker"]["command"]).health
    assert PrefectSettings().worker.webserver.port == asked["worker"].port


def test_ports_are_for_this_machine_alone_and_those_that_the_programs_listen_on() -> None:
    published = {name: each["ports"] for name, each in SERVICES.items() if "ports" in each}
    assert published == {"server": ["127.0.0.1:4200:4200"], "site": ["127.0.0.1:4280:4280"]}
    assert read_instruction("EXPOSE").split() == ["4200", "4280"]
    assert "ports" not in load_compose()["services"]["database"]
    assert {parse_command(SERVICES[name]["command"]).host for name in published} == {"0.0.0.0"}


def test_the_image_is_built_once_and_looked_for_nowhere_else() -> None:
    # Each service with a build makes an image of its own, of which but one keeps the name; and what has none
    # would be asked of Docker Hub.
    assert [name for name, each in SERVICES.items() if "build" in each] == ["init"]
    assert SERVICES["init"]["build"] == {
        "context": "../..",
        "dockerfile": "deployments/containers/Dockerfile",
    }
    assert (FOLDER / SERVICES["init"]["build"]["context"]).resolve() == ROOT
    assert {each["pull_policy"] for each in SERVICES.values()} == {"never"}


def test_no_log_grows_without_an_end() -> None:
    for name, service in load_compose()["services"].items():
        assert service["logging"]["driver"] == "json-file", name
        assert service["logging"]["options"] == {"max-size": "10m", "max-file": "5"}, name


def test_what_ends_by_itself_is_tried_again_only_where_that_is_safe() -> None:
    # `deploy` asks a server that may be busy; a database that `init` cannot upgrade wants a person.
    ending = {name: each["restart"] for name, each in SERVICES.items() if ends_by_itself(each)}
    assert ending == {"init": "no", "deploy": "on-failure:5"}


def test_images_have_a_version() -> None:
    (python,) = [text.partition("=")[2] for word, text in list_instructions() if word == "ARG"]
    lines = [text.split() for word, text in list_instructions() if word == "FROM"]
    assert [each[0] for each in lines] == ["${PYTHON}"] * 2
    for image in (python, load_compose()["services"]["database"]["image"]):
        assert re.search(r":\d+(\.\d+)?-", image)


def test_what_is_copied_is_there_and_all_that_the_wheel_is_made_of() -> None:
    sources = [
        source
        for word, text in list_instructions(0)
        if word == "COPY"
        for source in text.split()[:-1]
        if not source.startswith("--")
    ]
    assert all((ROOT / each).exists() for each in sources)
    assert {*WHEEL["only-include"], "pyproject.toml", "requirements-s3.txt", ".gitignore"} == set(sources)
    for path in tracked(*sources):
        assert reaches_the_builder(str(path.relative_to(ROOT))), path


@pytest.mark.parametrize(
    "path",
    [
        "terugkom-home/terugkom.db",
        "terugkom-demo/outbox/a.eml",
        ".env",
        "deployments/containers/.env",
        "deployments/containers/plan.xlsx",
        "deployments/containers/backups/2027-03-01.tar.gz",
        "deployments/containers/prefect-2027-03-01.dump",
        "deployments/terugkom.env",
        ".git/config",
        "tests/conftest.py",
    ],
)
def test_homes_and_passwords_do_not_reach_the_builder(path: str) -> None:
    assert not reaches_the_builder(path)


@pytest.mark.parametrize(
    "path",
    [
        "deployments/containers/.env",
        "deployments/containers/plan.xlsx",
        "deployments/containers/backups/2027-03-01.tar.gz",
        "deployments/containers/prefect-2027-03-01.dump",
        "deployments/terugkom.env",
    ],
)
def test_a_file_of_passwords_or_people_beside_the_code_is_never_in_a_wheel(path: str) -> None:
    # What git ignores, the wheel leaves out.
    done = subprocess.run(["git", "check-ignore", "--no-index", path], cwd=ROOT, capture_output=True)
    if done.returncode == 128:
        pytest.skip("this is no git checkout")
    assert done.returncode == 0


def test_dependencies_are_installed_by_the_lock_and_nothing_else_is_downloaded() -> None:
    installs = [
        step.strip()
        for word, text in list_instructions()
        if word == "RUN"
        for step in text.split("&&")
        if "pip install" in step or "pip wheel" in step
    ]
    checked: list[Callable[[str], bool]] = [
        lambda step: "--require-hashes --requirement requirements-s3.txt" in step,
        lambda step: "--no-index" in step,
    ]
    assert installs
    assert all("--no-deps" in step and any(check(step) for check in checked) for step in installs)
    assert not [text for word, text in list_instructions(1) if word == "RUN" and "pip" in text]
