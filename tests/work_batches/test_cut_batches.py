"""What is due is cut: each item in exactly one batch, and no batch too heavy."""

from hypothesis import example, given
from hypothesis import strategies as st

from terugkom.work_batches.cut_batches import cut_batches, split_item
from terugkom.work_batches.model import WorkItem

LIMIT = 1000.0
WEIGHTS = st.lists(st.floats(0, 2500), max_size=60)


def items(weights: list[float]) -> list[WorkItem]:
    return [WorkItem(f"town{number}", weight=weight) for number, weight in enumerate(weights)]


@given(WEIGHTS)
@example([0.0] * 1_001)
def test_each_item_is_in_exactly_one_batch_in_order(weights: list[float]) -> None:
    due = items(weights)
    batches = cut_batches(due, LIMIT)
    assert [item for batch in batches for item in batch] == due
    assert all(0 < len(batch) <= 500 for batch in batches)


@given(WEIGHTS)
def test_no_batch_is_too_heavy_unless_one_item_is(weights: list[float]) -> None:
    for batch in cut_batches(items(weights), LIMIT):
        assert sum(item.weight for item in batch) <= LIMIT or len(batch) == 1


@given(WEIGHTS)
@example([1.0, 0.0])
@example([600.0, 600.0, 0.0, 0.0])
def test_there_are_no_more_batches_than_the_work_needs(weights: list[float]) -> None:
    batches = cut_batches(items(weights), LIMIT)
    assert len(batches) <= 2 * sum(weights) / LIMIT + 1


@given(st.lists(st.floats(1, 20), min_size=1, max_size=200))
def test_batches_of_small_items_weigh_about_the_same(weights: list[float]) -> None:
    heavy = [sum(item.weight for item in batch) for batch in cut_batches(items(weights), 100.0)]
    assert max(heavy[:-1], default=0) - min(heavy[:-1], default=0) <= 40


@given(st.floats(0, 50_000))
def test_the_shares_of_an_item_are_light_and_together_the_whole(weight: float) -> None:
    item = WorkItem("large", "ENERGIE", "2027-03", weight=weight)
    shares = split_item(item, LIMIT)
    assert [each.share for each in shares] == list(range(len(shares)))
    assert {(each.key, each.shares) for each in shares} == {(item.key, len(shares))}
    assert all(each.weight <= LIMIT * 1.000001 for each in shares)
    assert abs(sum(each.weight for each in shares) - weight) < 1e-6 * max(1.0, weight)


def test_nothing_due_is_no_batch() -> None:
    assert cut_batches([], LIMIT) == []
