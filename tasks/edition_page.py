"""The pages of runs about an edition: counts and kinds, as titles may name somebody."""

from collections.abc import Sequence
from datetime import date

from tasks.artifacts import format_planned_lines, show_selected_deliveries, show_summary
from tasks.installation import get_installation
from tasks.markdown import escape_cell
from tasks.outcomes import get_language, get_message, join_label
from tasks.run_page import create_page
from terugkom.delivery.model import Delivery
from terugkom.editions.coverage import load_coverage
from terugkom.editions.edition_period import format_edition
from terugkom.editions.review import EditionReview
from terugkom.editions.story import Story
from terugkom.overview.report_texts import format_word
from terugkom.plan.media import Coverage
from terugkom.plan.model import Municipality
from terugkom.report import RunReport


def show_edition(
    municipality: Municipality,
    period: str,
    moment_id: int,
    review: EditionReview,
    report: RunReport,
    notes: Sequence[str],
    today: date,
) -> None:
    """Create the artifacts of an edition: its stories by kind, number of problems, and deliveries."""
    with get_installation().database.read_session() as session:
        coverage = load_coverage(session, municipality, today)
    lines = [
        *format_proof_lines(review),
        "",
        *(f"- {line}" for line in notes),
        *format_coverage_lines(coverage),
    ]
    what = get_message(
        "run-page.edition", municipality=municipality.name, period=format_edition(period, get_language())
    )
    show_summary("newsletter", what, report, lines)
    show_selected_deliveries(
        get_message("run-page.deliveries-of", what=period), Delivery.moment_id == moment_id
    )


def show_correction(
    municipality: Municipality, period: str, report: RunReport, notes: Sequence[str] = ()
) -> None:
    """Create the artifact of a correction: what was made and sent, and what is left to a person."""
    what = get_message(
        "run-page.correction", municipality=municipality.name, period=format_edition(period, get_language())
    )
    show_summary("correct-edition", what, report, [f"- {line}" for line in notes])


def show_proof(municipality: Municipality, period: str, review: EditionReview, report: RunReport) -> None:
    """Create the artifact of an edition preview: its stories by kind, and what would be sent."""
    what = get_message(
        "run-page.preview", municipality=municipality.name, period=format_edition(period, get_language())
    )
    lines = [f"# {what}", "", *format_proof_lines(review), "", *format_planned_lines(report)]
    create_page("newsletter", "\n".join(lines), what)


def format_coverage_lines(coverage: Coverage) -> list[str]:
    """Return the table of media used in the last four quarters, unused media last."""
    if not coverage.has_publications:
        return []
    used = sorted(coverage.rows, key=lambda row: not any(row[1]))
    language = get_language()
    rows = [
        [
            format_word("medium", medium, language),
            *(get_message("choice.yes") if each else "-" for each in used_in),
        ]
        for medium, used_in in used
    ]
    heads = [format_word("column", "channel", language), *coverage.quarters]
    table = [heads, ["---"] * len(heads), *rows]
    unused = ", ".join(format_word("medium", each, language) for each in coverage.unused_media)
    return [
        *(
            "",
            f"### {get_message('run-page.published-through')}",
            "",
            *(f"| {' | '.join(row)} |" for row in table),
            "",
        ),
        get_message("run-page.unused-media", media=unused) if unused else "",
    ]


def format_story_lines(review: EditionReview) -> list[str]:
    """Return a line for each story, by its place in the edition: titles and texts may name somebody."""
    return [f"{n}. {_name_story(story)}" for n, story in enumerate(review.proof.stories, 1)]


def _name_story(story: Story) -> str:
    place = get_message("approval.public" if story.public else "approval.internal")
    words = f"{place}, {format_word('story.kind', story.kind, get_language())}"
    return join_label(words, ", ".join(map(escape_cell, story.actions))) if story.actions else words


def format_proof_lines(review: EditionReview) -> list[str]:
    """Return the stories by kind, and the number of problems."""
    stories = format_story_lines(review)
    counts = {
        "problems": len(review.problems),
        "omitted-setbacks": len(review.omitted_setbacks),
        "internal-setbacks": len(review.internal_setbacks),
        "waiting-dates": len(review.waiting_dates),
    }
    warnings = [get_message(f"run-page.{key}", count=count) for key, count in counts.items() if count]
    return [*stories, *(line for each in warnings for line in ("", each))]
