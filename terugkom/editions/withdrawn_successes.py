"""The numbers of a published edition after a withdrawal: a success that was withdrawn no longer counts.

A setback still does: a withdrawal must not make what went wrong less. See docs/decisions/0066.
"""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.editions.classify_action import classify_action
from terugkom.editions.corrections.correction_model import CorrectionKind
from terugkom.editions.model import Edition
from terugkom.editions.proof import KindCount
from terugkom.editions.published_stories import PublishedEdition
from terugkom.editions.story import SUCCESS_KINDS, Story, StoryKind
from terugkom.editions.told_dates import load_reporting_period
from terugkom.plan.action_facts import load_action_facts
from terugkom.plan.action_scope import scope_codes
from terugkom.plan.model import Action, Municipality


def add_counted_successes(session: Session, edition: PublishedEdition) -> PublishedEdition:
    """Return the edition with `counted` set: how each action of a withdrawn success was counted."""
    codes = {action for story in _list_withdrawn(edition) for action in story.actions}
    if not codes:
        return edition
    found = session.get_one(Edition, edition.moment_id)
    municipality = session.get_one(Municipality, found.moment.municipality_id)
    span = load_reporting_period(session, municipality, found.since, found.until)
    own = (Action.municipality_id == municipality.id, Action.code.in_(codes))
    public = set(session.scalars(select(Action.code).where(Action.public, *own)))
    counted = {}
    scope = scope_codes(municipality.id, codes)
    for fact in load_action_facts(session, municipality.id, span.until, scope):
        kind = classify_action(fact, span)
        if kind in SUCCESS_KINDS:
            counted[fact.code] = KindCount(kind, 1, int(fact.code in public))
    return replace(edition, counted=counted)


def list_uncounted(edition: PublishedEdition, story: Story) -> tuple[str, ...]:
    """Return the actions of a withdrawn success that no longer count: no other success tells them."""
    if story.kind not in SUCCESS_KINDS:
        return ()
    codes = [
        *(each.code for each in edition.proof.stories),
        *(each.story_code for each in edition.corrections),
    ]
    standing = [found for each in codes if (found := edition.find_story(each))]
    told = {action for each in standing if each.kind in SUCCESS_KINDS for action in each.actions}
    return tuple(each for each in story.actions if each in edition.counted and each not in told)


def count_without_withdrawn(edition: PublishedEdition) -> tuple[KindCount, ...]:
    """Return the numbers of an edition without the successes that were withdrawn."""
    gone: dict[str, KindCount] = {}
    for story in _list_withdrawn(edition):
        for code in list_uncounted(edition, story):
            count = edition.counted[code]
            gone[code] = replace(count, public=max(count.public, int(story.public)))
    return tuple(_subtract(each, gone) for each in edition.proof.counts)


def list_published_as_done(edition: PublishedEdition) -> frozenset[str]:
    """Return the actions of which a story of an edition, as it stands now, says that they are done."""
    codes = {each.code for each in edition.proof.stories} | {each.story_code for each in edition.corrections}
    standing = (edition.find_story(each) for each in codes)
    return frozenset(
        action for story in standing if story and story.kind is StoryKind.DONE for action in story.actions
    )


def _subtract(count: KindCount, gone: dict[str, KindCount]) -> KindCount:
    mine = [each for each in gone.values() if each.kind is count.kind]
    public = max(0, count.public - sum(each.public for each in mine))
    return replace(count, number=max(0, count.number - len(mine)), public=public)


def _list_withdrawn(edition: PublishedEdition) -> Iterator[Story]:
    """Yield the stories that were withdrawn and not added again, as they were last told."""
    last = {each.story_code: each for each in edition.corrections}
    for each in last.values():
        if each.kind is CorrectionKind.WITHDRAW:
            yield Story.from_fields(each.previous)
