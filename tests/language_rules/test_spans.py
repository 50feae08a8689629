"""Places in a text: the quick way says what the plain way says."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from terugkom.language_rules.spans import Span, merge_spans, overlaps_any, remove_nested_spans

SPANS = st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda each: (each[0], each[0] + each[1]))


@given(SPANS, st.lists(SPANS))
def test_a_place_touches_what_it_shares_a_letter_with(span: Span, others: list[Span]) -> None:
    shared = {at for start, end in others for at in range(start, end)} & set(range(*span))
    assert overlaps_any(span, merge_spans(others)) == bool(shared)


@given(st.lists(SPANS))
def test_joined_places_are_the_same_letters_in_order_and_apart(spans: list[Span]) -> None:
    found = merge_spans(spans)
    assert [at for start, end in found for at in range(start, end)] == sorted(
        {at for start, end in spans for at in range(start, end)}
    )
    assert all(before[1] < after[0] for before, after in pairwise(found))


@given(st.lists(SPANS))
def test_only_what_lies_in_no_other_is_widest(spans: list[Span]) -> None:
    def lies_in_another(span: Span) -> bool:
        return any(other != span and other[0] <= span[0] and span[1] <= other[1] for other in spans)

    assert remove_nested_spans(spans) == sorted({span for span in spans if not lies_in_another(span)})
