"""Whether anything is kept of a person: a value or a file of theirs, not a file that cannot be searched."""

from dataclasses import replace
from pathlib import Path

import pytest

from terugkom.personal_data.find_person import FoundPerson
from terugkom.personal_data.find_personal_data import PersonalData
from terugkom.personal_data.search_files import FileMatch, FileRemedy
from terugkom.personal_data.search_tables import TableMatch

PERSON = FoundPerson("zoe.dhaene@linde.example.org", frozenset({"Zoë d'Haene"}), frozenset(), (), ())
VALUE = TableMatch("people", (1,), "name", "Zoë d'Haene")
FILE = FileMatch(Path("documents/linde/1.eml"), FileRemedy.DELETE)
UNSEARCHED = FileMatch(Path("scan.pdf"), FileRemedy.BY_HAND, "cannot be searched")


@pytest.mark.parametrize(
    ("values", "files", "is_empty"),
    [
        ((), (), True),
        ((), (UNSEARCHED,), True),
        ((VALUE,), (), False),
        ((), (FILE,), False),
        ((), (UNSEARCHED, FILE), False),
        ((VALUE,), (UNSEARCHED,), False),
    ],
)
def test_a_value_or_a_file_alone_is_something(
    values: tuple[TableMatch, ...], files: tuple[FileMatch, ...], is_empty: bool
) -> None:
    assert PersonalData(PERSON, values, files).is_empty is is_empty


def test_a_shared_name_is_theirs_in_the_folders_of_their_own_municipality_alone() -> None:
    person = replace(PERSON, shared_names=PERSON.names, own_slugs=frozenset({"linde"}))
    own = {
        str(path): person.get_file_pattern(path).occurs_in("Gevraagd aan Zoë d'Haene")
        for path in map(Path, ("documents/linde/1.eml", "documents/zulte/1.eml", "linde/1.eml", "outbox"))
    }
    assert own == {
        "documents/linde/1.eml": True,
        "documents/zulte/1.eml": False,
        "linde/1.eml": False,
        "outbox": False,
    }
