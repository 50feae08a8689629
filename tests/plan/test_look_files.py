"""The files of a look: what cannot be used is refused, with its name and why."""

import pytest

from terugkom.errors import InputError
from terugkom.plan.look_files import prepare_fonts, prepare_logo


def test_a_file_that_is_too_large_is_refused_with_its_name_and_the_most_that_it_may_be() -> None:
    with pytest.raises(InputError) as refused:
        prepare_logo(bytes(5_000_001), "wapen.png")
    assert str(refused.value) == "wapen.png: it is larger than 5 MB"
    with pytest.raises(InputError) as refused:
        prepare_fonts([("klein.ttf", bytes(5_000_001))])
    assert str(refused.value) == "klein.ttf: it is larger than 5 MB"


def test_a_file_that_is_no_font_is_named() -> None:
    with pytest.raises(InputError) as refused:
        prepare_fonts([("klein.ttf", b"geen lettertype")])
    assert str(refused.value) == "klein.ttf: it is no TrueType or OpenType font (.ttf or .otf)"


def test_nine_files_of_a_font_are_too_many() -> None:
    with pytest.raises(InputError) as refused:
        prepare_fonts([(f"{n}.ttf", b"") for n in range(9)])
    assert "8" in str(refused.value)
