"""Blocks written as Markdown parse to the same blocks."""

from hypothesis import given
from hypothesis import strategies as st

from terugkom.documents.format_markdown import format_markdown
from terugkom.documents.markup import TextBlock, TextRun, parse_blocks

_LETTERS = st.text(st.sampled_from("aé bZ09*_[]()#-+>=.`<&\\!{}|~:;'\"€"), max_size=12)
_LINKS = st.sampled_from(("", "", "", "https://linde.example.org/a_(b)", "mailto:mvo@linde.example.org"))
_RUNS = st.builds(TextRun, _LETTERS, st.booleans(), st.booleans(), _LINKS)
_BLOCKS = st.one_of(
    st.builds(TextBlock, st.just("text"), st.lists(_RUNS, min_size=1, max_size=4).map(tuple)),
    st.builds(TextBlock, st.just("point"), st.lists(_RUNS, min_size=1, max_size=3).map(tuple), st.none()),
    st.builds(
        TextBlock,
        st.just("heading"),
        st.lists(_RUNS, min_size=1, max_size=2).map(tuple),
        st.none(),
        st.integers(2, 4),
    ),
)


def words_of(blocks: tuple[TextBlock, ...]) -> list[tuple[str, str]]:
    found = ((each.kind, " ".join(each.text.split())) for each in blocks)
    return [each for each in found if each[1]]


@given(st.lists(_BLOCKS, max_size=5).map(tuple))
def test_no_word_is_lost_or_changed(blocks: tuple[TextBlock, ...]) -> None:
    assert words_of(parse_blocks(format_markdown(blocks))) == words_of(blocks)


@given(st.lists(_BLOCKS, max_size=5).map(tuple))
def test_what_was_written_is_written_the_same_again(blocks: tuple[TextBlock, ...]) -> None:
    text = format_markdown(blocks)
    assert format_markdown(parse_blocks(text)) == text


def test_styles_lists_and_links_are_kept() -> None:
    text = (
        "Lead met **vet**, *cursief* en [een link](<https://linde.example.org>).\n\n"
        "## Kop\n\n- eerste\n- tweede {E-02-KWH}\n\n1. een\n2. twee"
    )
    assert format_markdown(parse_blocks(text)) == text


def test_a_space_within_a_style_of_a_word_processor_stands_outside() -> None:
    block = TextBlock("text", (TextRun("Dit is "), TextRun("vet ", bold=True), TextRun("en dit niet")))
    assert format_markdown([block]) == "Dit is **vet** en dit niet"
