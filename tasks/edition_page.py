"""The lines about an edition on the page of its run: counts and kinds, as titles may name somebody."""

from tasks.outcomes import get_language, say
from terugkom.editions.review import EditionReview
from terugkom.overview.report_texts import format_word
from terugkom.plan.media import Coverage


def format_coverage_lines(coverage: Coverage) -> list[str]:
    """Return the table of media used in the last four quarters, unused media last."""
    if not coverage.has_publications:
        return []
    used = sorted(coverage.rows, key=lambda row: not any(row[1]))
    language = get_language()
    rows = [
        [format_word("medium", medium, language), *(say("choice.yes") if each else "-" for each in used_in)]
        for medium, used_in in used
    ]
    heads = [format_word("column", "channel", language), *coverage.quarters]
    table = [heads, ["---"] * len(heads), *rows]
    unused = ", ".join(format_word("medium", each, language) for each in coverage.unused_media)
    return [
        *(
            "",
            f"### {say('run-page.published-through')}",
            "",
            *(f"| {' | '.join(row)} |" for row in table),
            "",
        ),
        say("run-page.unused-media", media=unused) if unused else "",
    ]


def format_story_lines(review: EditionReview) -> list[str]:
    """Return a line for each story, by its place in the edition: titles and texts may name somebody."""
    return [
        f"{n}. {say('approval.public' if story.public else 'approval.internal')}, "
        f"{format_word('story.kind', story.kind, get_language())}"
        for n, story in enumerate(review.proof.stories, 1)
    ]


def format_proof_lines(review: EditionReview) -> list[str]:
    """Return the stories by kind, and the number of problems."""
    stories = format_story_lines(review)
    counts = {
        "problems": len(review.problems),
        "omitted-setbacks": len(review.omitted_setbacks),
        "internal-setbacks": len(review.internal_setbacks),
        "waiting-dates": len(review.waiting_dates),
    }
    warnings = [say(f"run-page.{key}", count=count) for key, count in counts.items() if count]
    return [*stories, *(line for each in warnings for line in ("", each))]
