"""What came back from owners: reports, what they ask, and who said nothing, for the coordinator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from terugkom.claims.dated_text import describe_day_written
from terugkom.documents.formatting import format_number
from terugkom.documents.messages import translate
from terugkom.ideas.unanswered import UnansweredSubmission, list_unanswered
from terugkom.meetings.owner_responses import SilentOwner, is_response, select_silent_owners
from terugkom.mentions.list_mentions import list_new_mentions
from terugkom.mentions.model import Mention
from terugkom.plan.history import DatedReport, decode_value
from terugkom.plan.history_model import ActionChange
from terugkom.plan.model import Action, ActionStatus, Municipality, Person
from terugkom.plan.questions import FIGURES, Question, QuestionKind, list_open_questions, name_answer
from terugkom.plan.report_progress import ProgressChoice
from terugkom.plan.summary_period import SummaryPeriod
from terugkom.reminders.summary_lists import MAX_SHOWN, SummaryList

_NOTHING: SummaryList[Any] = SummaryList((), 0)


@dataclass(frozen=True)
class OwnerReport:
    """A report that an owner sent. `text` is empty if they only chose how it stands.

    `written` says when it was written, where words of it count from that day.
    """

    code: str
    title: str
    owner: str
    on: date
    text: str
    status: ActionStatus
    written: str = ""


@dataclass(frozen=True)
class _ToldChange:
    """A change of the report of a day of one action, by whom, and its text before and after."""

    title: str
    status: ActionStatus
    by: str
    before: str
    after: str

    @property
    def added(self) -> str:
        """What was added to the report; all of it if it was replaced, and nothing if some was taken back."""
        if self.before.startswith(self.after):
            return ""
        return self.after.removeprefix(f"{self.before}\n") if self.before else self.after


@dataclass(frozen=True)
class AnswerChoice:
    """A choice, and what it is called."""

    value: str
    words: str


@dataclass(frozen=True)
class AskedQuestion:
    """A question that waits for the coordinator, with its choices."""

    number: int
    kind: str
    code: str
    title: str
    owner: str
    text: str
    asked_on: date
    deadline: date | None
    proposed: date | None
    choices: tuple[AnswerChoice, ...]
    proposal: str = ""  # what we think that a mail says, in words
    until: date | None = None  # the last day of an absence
    is_departure: bool = False  # an automatic answer says that somebody left
    mail_subject: str = ""  # the subject that the writer of a mail gave it
    attachments: tuple[str, ...] = ()  # of a mail, by name
    unproven: str = ""  # the address of a mail of which nothing proves who wrote it
    written: str = ""  # when the text was written, where words of it count from that day
    story: str = ""  # the title of the story that said that an action is done, and was withdrawn
    by: str = ""  # the code of the owner
    figures: tuple[str, ...] = ()  # written in a mail, each behind the code of its indicator


@dataclass(frozen=True)
class CoordinatorInbox:
    """What came back: reports since the last summary, open questions, ideas and remarks, silence, and what
    was said elsewhere. `checks` are the questions whether an action is done of which that was withdrawn."""

    reports: SummaryList[OwnerReport] = _NOTHING
    questions: SummaryList[AskedQuestion] = _NOTHING
    silent: SummaryList[SilentOwner] = _NOTHING
    submissions: SummaryList[UnansweredSubmission] = _NOTHING
    mentions: SummaryList[Mention] = _NOTHING
    checks: SummaryList[AskedQuestion] = _NOTHING

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        lists = (self.reports, self.questions, self.silent, self.submissions, self.mentions, self.checks)
        return not any(each.total for each in lists)


NOTHING_CAME_BACK = CoordinatorInbox()


def load_coordinator_inbox(
    session: Session,
    municipality: Municipality,
    period: SummaryPeriod,
    today: date,
    reader_id: int | None = None,
) -> CoordinatorInbox:
    """Return what came back in a period; questions and silence as of today.

    `reader_id` is the person who reads it, who may own actions too.
    """
    everything = list_open_questions(session, municipality.id)
    checks = [each for each in everything if each.kind is QuestionKind.COMPLETION]
    asked = [each for each in everything if each.kind is not QuestionKind.COMPLETION]
    # One look: to count them costs as much as to list them, and there are no more than owners.
    silent = [
        SilentOwner(
            *(row.name, row.times, row.since, row.actions, row.stands_in_for, row.person_id == reader_id)
        )
        for row in session.execute(select_silent_owners(municipality.id, today))
    ]
    reports = list_reports(session, municipality, period, today)
    unanswered = list_unanswered(session, municipality, today)
    mentions = list_new_mentions(session, municipality.id, period)
    return CoordinatorInbox(
        SummaryList(reports[:MAX_SHOWN], len(reports)),
        _describe_questions(asked, municipality, today),
        SummaryList(silent[:MAX_SHOWN], len(silent)),
        SummaryList(unanswered[:MAX_SHOWN], len(unanswered)),
        SummaryList(mentions[:MAX_SHOWN], len(mentions)),
        _describe_questions(checks, municipality, today),
    )


def _describe_questions(
    asked: Sequence[Question], municipality: Municipality, today: date
) -> SummaryList[AskedQuestion]:
    shown = [describe_question(each, municipality.language, today) for each in asked[:MAX_SHOWN]]
    return SummaryList(shown, len(asked))


def list_reports(
    session: Session, municipality: Municipality, period: SummaryPeriod, today: date
) -> list[OwnerReport]:
    """Return the reports that came in within a period, the newest first: of one action and day one for each
    owner, with their own words. The report of the day holds those of all."""
    query = (
        select(
            ActionChange.source, ActionChange.old, ActionChange.new, Action.code, Action.title, Action.status
        )
        .join(Action, Action.id == ActionChange.action_id)
        .where(Action.municipality_id == municipality.id, is_response())
        .where(period.matches(ActionChange.changed_at, ActionChange.changed_on))
        .order_by(ActionChange.id.desc())
    )
    rows = session.execute(query).all()
    codes = {row.source.partition(", ")[2] for row in rows}
    people = select(Person.code, Person.name).where(Person.municipality_id == municipality.id)
    names = dict(session.execute(people.where(Person.code.in_(codes))).tuples().all()) if codes else {}
    days: dict[tuple[str, date], list[_ToldChange]] = {}
    for row in rows:
        report = decode_value("report", row.new)
        if isinstance(report, DatedReport):
            by, old = row.source.partition(", ")[2], decode_value("report", row.old)
            before = old.text if isinstance(old, DatedReport) else ""
            told = _ToldChange(row.title, row.status, by, before, report.text)
            days.setdefault((row.code, report.on), []).append(told)
    return [
        OwnerReport(
            code,
            changes[0].title,
            names.get(by, by),
            on,
            text,
            changes[0].status,
            describe_day_written(text, on, today, municipality.language),
        )
        for (code, on), changes in days.items()
        for by, text in _split_by_owner(changes).items()
    ]


def _split_by_owner(changes: Sequence[_ToldChange]) -> dict[str, str]:
    """Return by the code of the owner what they added to the report of a day and did not take back.

    The changes are those of that report, the newest first. Who only took something back is there alone.
    """
    said: dict[str, list[str]] = {}
    for each in changes:
        if each.added and each.added in changes[0].after:
            said.setdefault(each.by, []).insert(0, each.added)
    return {by: _drop_bare_choice("\n".join(texts)) for by, texts in said.items()} or {changes[0].by: ""}


def has_reports_since(session: Session, municipality_id: int, day: date) -> bool:
    """Return whether a report came in by itself on a day or later."""
    mine = select_with_reports_since(day).where(Action.municipality_id == municipality_id)
    return session.scalar(mine.limit(1)) is not None


def select_with_reports_since(day: date) -> Select[tuple[int]]:
    """Return the query for the municipalities in which a report came in by itself on a day or later."""
    return (
        select(Action.municipality_id)
        .select_from(ActionChange)
        .join(Action, Action.id == ActionChange.action_id)
        .where(is_response(), ActionChange.changed_on >= day)
    )


def describe_question(question: Question, language: str, today: date) -> AskedQuestion:
    """Return a question as the coordinator sees it today."""
    action, owner = question.action, question.raised_by
    return AskedQuestion(
        number=question.id,
        kind="stop" if question.is_stop else question.kind.value,
        code=action.code if action else question.subject,
        title=action.title if action else translate(f"question.about.{question.kind.value}", language),
        owner=owner.name if owner else question.mail_sender_name,
        text=question.text,
        asked_on=question.asked_on,
        deadline=action.deadline if action else None,
        proposed=question.proposed_deadline,
        choices=list_choices(question, language),
        proposal=_name_proposal(question, language),
        until=question.proposed_last_day,
        is_departure=question.is_departure,
        mail_subject=question.mail_subject,
        attachments=question.mail_attachments,
        unproven=question.unproven_sender,
        written=describe_day_written(question.text, question.asked_on, today, language),
        story=question.story_title,
        by=owner.code if owner else "",
        figures=tuple(
            f"{code}: {format_number(value, language)}"
            for code, value in question.proposal.get(FIGURES, {}).items()
        ),
    )


def _name_proposal(question: Question, language: str) -> str:
    """Return in words what is proposed of a mail, if that can be chosen."""
    if question.proposed_choice not in question.choices:
        return ""
    return translate(f"question.{name_answer(question.kind, question.proposed_choice)}", language)


def list_choices(question: Question, language: str) -> tuple[AnswerChoice, ...]:
    """Return the choices of a question with their words."""
    return tuple(
        AnswerChoice(each, translate(f"question.{name_answer(question.kind, each)}", language))
        for each in question.choices
    )


def _drop_bare_choice(text: str) -> str:
    """Return a report without the lines that only repeat the choice."""
    bare: Sequence[str] = [f"({each.value})" for each in ProgressChoice]
    return "\n".join(line for line in text.split("\n") if line not in bare)
