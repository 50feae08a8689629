"""The settings of a municipality's media: what cannot hold is refused, and the rest keeps its defaults."""

import pytest

from terugkom.errors import InputError
from terugkom.plan.media_settings import MediaSettings


@pytest.mark.parametrize(
    ("own", "why"),
    [
        ({"unsubscribe_url": "http://zb.example.org/weg?t="}, "https"),
        ({"unsubscribe_url": "zb.example.org/weg?t="}, "https"),
        ({"press_woorden": 300}, "press_woorden"),
        ({"accent_colour": "oranje"}, "oranje"),
        ({"font": "Open;Sans"}, "font"),
    ],
)
def test_a_setting_that_cannot_hold_is_refused(own: dict[str, object], why: str) -> None:
    with pytest.raises(InputError) as refused:
        MediaSettings.from_overrides(own)
    assert why in str(refused.value)


def test_what_a_municipality_sets_stands_and_the_rest_keeps_its_defaults() -> None:
    own = MediaSettings.from_overrides(
        {"unsubscribe_url": "https://zb.example.org/weg?t=", "press_words": 300}
    )
    assert (own.unsubscribe_url, own.press_words) == ("https://zb.example.org/weg?t=", 300)
    assert (own.jobs_characters, own.ideas_answer_days, own.ideas_open_to_all) == (600, 30, False)
