"""What two sides changed since they last agreed is merged, and nothing that is new is lost."""

from hypothesis import given
from hypothesis import strategies as st

from terugkom.municipality_files.merge_files import SyncStep, SyncStepKind, build_copy_path, merge_files

FOLDER = "municipalities/linde"
sides = st.dictionaries(st.sampled_from("abc"), st.sampled_from("xyz")).map(
    lambda found: {f"{FOLDER}/templates/{name}": content for name, content in found.items()}
)


@given(sides, sides, sides)
def test_both_sides_become_equal_and_keep_what_is_new(
    agreed: dict[str, str], here: dict[str, str], there: dict[str, str]
) -> None:
    mine, theirs = dict(here), dict(there)
    for step in merge_files(agreed, here, there):
        match step.kind:
            case SyncStepKind.UPLOAD:
                theirs[step.path] = mine[step.path]
            case SyncStepKind.DOWNLOAD:
                mine[step.path] = theirs[step.path]
            case SyncStepKind.DELETE_HERE:
                del mine[step.path]
            case SyncStepKind.DELETE_THERE:
                del theirs[step.path]
            case SyncStepKind.KEEP_BOTH:
                mine[step.copy] = theirs[step.copy] = mine[step.path]
                mine[step.path] = theirs[step.path]
    assert mine == theirs
    for side in (here, there):
        new = {content for path, content in side.items() if agreed.get(path) != content}
        assert new <= set(mine.values())
    for path in agreed:
        if here.get(path) == agreed[path] == there.get(path):
            assert mine[path] == agreed[path]
        if {here.get(path), there.get(path)} == {None, agreed[path]}:
            assert path not in mine


def test_what_lost_its_name_lies_where_nothing_reads_it_but_for_an_inbox() -> None:
    named = {
        f"{FOLDER}/inbox/plan.xlsx": f"{FOLDER}/inbox/plan-12345678.xlsx",
        f"{FOLDER}/inbox/done/a.eml": f"{FOLDER}/conflicts/inbox/done/a-12345678.eml",
        f"{FOLDER}/editions/2027-Q1/10-led.md": f"{FOLDER}/conflicts/editions/2027-Q1/10-led-12345678.md",
        f"{FOLDER}/conflicts/a-1.md": f"{FOLDER}/conflicts/a-1-12345678.md",
        "outbox/linde/calendars/a.ics": f"{FOLDER}/conflicts/outbox/calendars/a-12345678.ics",
    }
    assert {path: build_copy_path(path, "123456789") for path in named} == named
    (step,) = merge_files({}, {f"{FOLDER}/a": "1"}, {f"{FOLDER}/a": "2"})
    assert step == SyncStep(SyncStepKind.KEEP_BOTH, f"{FOLDER}/a", f"{FOLDER}/conflicts/a-1")
