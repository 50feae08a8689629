"""The ledger: each claim of an edition with what it rests on, and what speaks against it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from terugkom.claims.check_text import find_claims
from terugkom.claims.claim_rows import ClaimKind
from terugkom.claims.figure_entries import build_figure_entries
from terugkom.claims.find_completions import find_completions
from terugkom.claims.kept_sentences import KeptSentences
from terugkom.claims.ledger_entry import ClaimedStory, LedgerEntry, LedgerRules
from terugkom.claims.model import Claim
from terugkom.claims.plan_evidence import Giver, PlanEvidence
from terugkom.plan.model import ActionStatus

_COMPARISON = "comparison"  # rules about comparisons are called so, or begin with it


def build_ledger(
    stories: Sequence[ClaimedStory], evidence: PlanEvidence, kept: KeptSentences, rules: LedgerRules
) -> tuple[LedgerEntry, ...]:
    """Return the claims of stories in their order: figures, what is done, then claims in words."""
    return tuple(
        _add_kept_reason(entry, kept, rules)
        for story in stories
        for entry in dict.fromkeys(_build_entries(story, evidence, rules))
    )


def _build_entries(story: ClaimedStory, evidence: PlanEvidence, rules: LedgerRules) -> Iterator[LedgerEntry]:
    figures = list(dict.fromkeys(build_figure_entries(story, evidence, rules)))
    yield from figures
    yield from _build_completions(story, evidence, rules)
    seen = set()
    for claim in find_claims(story.text, rules.language, names=rules.names):
        if (claim.sentence, claim.rule) not in seen:
            seen.add((claim.sentence, claim.rule))
            yield _build_worded_claim(story, claim, figures, rules)


def _build_completions(
    story: ClaimedStory, evidence: PlanEvidence, rules: LedgerRules
) -> Iterator[LedgerEntry]:
    """Yield one entry for each action of a story about what is done; of another, for each sentence.

    Of an action that is not done no sentence goes out that says so, but for one of which a person says that
    it means something else.
    """
    sentences = [each.sentence for each in find_completions(story.text, rules.language)]
    said = [(action, sentences[0] if sentences else story.title) for action in story.actions]
    if not story.says_done:
        only = story.actions[0] if len(story.actions) == 1 else ""
        is_claimed = not only or evidence.statuses.get(only) is ActionStatus.DONE
        said = [(only, sentence) for sentence in sentences] if is_claimed else []
    for action, sentence in said:
        giver = evidence.status_givers.get(action, Giver())
        yield LedgerEntry(
            *(story.code, story.title, story.public, ClaimKind.DONE, sentence),
            action=action,
            proved_on=giver.day,
            given_by_id=giver.person_id,
            given_through=giver.through,
        )


def _build_worded_claim(
    story: ClaimedStory, claim: Claim, figures: Sequence[LedgerEntry], rules: LedgerRules
) -> LedgerEntry:
    kind = ClaimKind.COMPARISON if claim.rule.startswith(_COMPARISON) else ClaimKind.GENERAL
    proof = next((each for each in figures if each.text == claim.sentence and each.proved_on), None)
    entry = LedgerEntry(
        *(story.code, story.title, story.public, kind, claim.sentence),
        rests_on=claim.support,
        action=story.actions[0] if len(story.actions) == 1 else "",
        holds_until=rules.compute_end(rules.today),
        rule=claim.rule,
        objection="" if claim.support else claim.rule,
        words=claim.words,
        message=claim.message,
        why=claim.why,
        question=claim.question,
    )
    if proof is None:
        return entry
    return replace(
        entry,
        indicator=proof.indicator,
        value=proof.value,
        figure=proof.figure,
        proved_on=proof.proved_on,
        source=proof.source,
        given_by_id=proof.given_by_id,
        given_through=proof.given_through,
        holds_until=proof.holds_until,
    )


def _add_kept_reason(entry: LedgerEntry, kept: KeptSentences, rules: LedgerRules) -> LedgerEntry:
    """Add why a sentence is kept in spite of what speaks against it."""
    found = kept.find(entry.text, entry.objection) if entry.objection else None
    return replace(entry, kept=found, holds_until=rules.compute_end(found.kept_on)) if found else entry
