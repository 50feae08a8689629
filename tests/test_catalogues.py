"""What people read stands in the message catalogues: complete in Dutch, used, and nowhere else in Python."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from itertools import product
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from deployments.forms import load_deployments
from tasks.calendar_page import _WAITS
from tasks.edition_requests import _STEP_MESSAGES
from tasks.minutes import DecisionEntry
from tasks.outcomes import Outcome
from terugkom import catalogues
from terugkom.alerts.model import TroubleKind
from terugkom.catalogues import LOCALE_FOLDER, is_in_catalogue, list_languages, load_catalogue
from terugkom.claims.ledger_entry import EvidenceRule
from terugkom.code_of_conduct import distribution
from terugkom.delivery.channels.base import Channel
from terugkom.delivery.channels.folder import FolderChannel
from terugkom.delivery.model import DeliveryState
from terugkom.delivery.publication import STANDING_PAGE
from terugkom.documents.header_fields import HeaderProblem
from terugkom.documents.image_file import ImageProblem
from terugkom.documents.plain_file import FileProblem
from terugkom.editions.approval import RefusalReason
from terugkom.editions.corrections.correction_model import CorrectionKind
from terugkom.editions.director_answers import QUESTIONS as DIRECTOR_QUESTIONS
from terugkom.editions.due_steps import REMINDER_SCHEDULE
from terugkom.editions.model import EditionVerdict
from terugkom.editions.story import StoryKind
from terugkom.editions.story_words import FIELDS
from terugkom.editions.word_draft.draft_fields import TABLE_FIELDS, WAITING
from terugkom.health_checks.connections import TOKEN
from terugkom.ideas import answer_mail
from terugkom.ideas.answer_idea import VERDICTS
from terugkom.ideas.unanswered import SUBMISSION_CHOICES
from terugkom.meetings.execute_step import STEP_DOCUMENTS
from terugkom.meetings.kinds import MEETING_KINDS
from terugkom.meetings.minutes.checked_minutes import WORDED_FOR_THE_FORM
from terugkom.meetings.model import (
    CancelReason,
    DecisionKind,
    MeetingState,
    PlanCancelReason,
    SkipReason,
    StepKind,
)
from terugkom.meetings.packs import candidates, core_pack
from terugkom.meetings.packs.progress import ProgressState
from terugkom.overview.form_words import EXPECTED_FIELDS
from terugkom.plan.deciders import DeciderRole
from terugkom.plan.history import ADDED, NOTE
from terugkom.plan.media import Medium, Role
from terugkom.plan.model import (
    ActionStatus,
    GroupKind,
    LaterDateDecider,
    PersonKind,
    Precision,
    Priority,
    QuietSummary,
)
from terugkom.plan.page_links import LinkState
from terugkom.plan.questions import QUESTION_CHOICES, QuestionKind
from terugkom.plan.report_progress import ProgressChoice
from terugkom.plan.suppressed_addresses import SuppressionReason
from terugkom.reminders.supersede_digests import RECIPIENT_ROLES
from terugkom.report import ATTENTION_KEYS, MAILBOX, MENTIONS, WITH_ANOTHER_SENDER
from terugkom.retention.find_expired import list_days
from terugkom.retention.model import RetentionPeriods
from terugkom.schedule.working_days import RestDay
from terugkom.site.security_headers import Refusal
from terugkom.subscribers.preferences import WantedMails
from terugkom.workbook import field_texts, omitted_rows, own_layout, own_settings
from terugkom.workbook.foreign import fields
from terugkom.workbook.import_report import MISREAD_HEAD, UNREAD_PLAN, RowOutcome
from terugkom.workbook.plan_merge import KeptBecause
from tests.syntax_trees import get_last_name, list_nodes

ROOT = Path(__file__).parents[1]
SHEETS = {
    "actions": own_layout.ACTIONS,
    "people": own_layout.PEOPLE,
    "groups": own_layout.GROUPS,
    "indicators": own_layout.INDICATORS,
    "settings": own_layout.SETTINGS,
}
SETTINGS = [each.field for each in own_layout.get_layout("nl").setting_rows]
MAIL_REASONS = {"no-server", "not-vouched", "unknown-token", "expired-token", "other-purpose"}
MAIL_REASONS |= {
    "failed",
    "no-subscriber",
    "not-asked",
    "no-message-id",
    "not-coordinator",
    "too-many",
    "not-our-mail",
    "other-recipient",
}
DEPLOYMENTS = [each["name"] for each in load_deployments()]
FORM_FIELDS = (
    *("municipality", "all_municipalities", "today", "dry_run", "group", "period", "quarter", "early"),
    *("really", "meeting", "day", "starts_at", "why", "idea", "verdict", "because", "action"),
    *("present", "excused", "absent", "closed", "decisions"),
    *("edition", "story", "change", "batch"),
)
# What the program itself writes down of a delivery, up to a colon, with hyphens for all but letters.
DELIVERY_REASONS = {each.replace("_", "-") for each in SuppressionReason} | {
    *("erased", "superseded", "stale", "restored-from-a-backup", "given-up-after-days"),
    *("a-person-said", "a-person-said-after-a-restore"),
    "the-sender-died-between-sending-and-receiving-the-answer",
}
TOPICS = {
    "opening",
    "closing",
    "room",
    *core_pack._MINUTES_EACH,
    "late",
    "orphans",
    "silent",
    "vague",
    "figures",
}


PLAN_FIELDS = {
    *(column.field for sheet in own_layout.DATA_SHEETS for column in sheet.columns),
    *fields.FIELDS,
    *field_texts.LABELLED_FIELDS,
}


def list_channels() -> set[str]:
    """Return the names of all channels."""
    found, waiting = {FolderChannel.name}, [Channel]
    while waiting:
        waiting += (kind := waiting.pop()).__subclasses__()
        if isinstance(name := vars(kind).get("name"), str):
            found.add(name)
    return found


# Ids that the code puts together: each pattern with what it puts in.
SITE_MESSAGES = (
    *(f"link-{each}" for each in LinkState if each not in (LinkState.VALID, LinkState.UNKNOWN)),
    *Refusal,
)
LINK_STATES = [each for each in LinkState if each is not LinkState.VALID]
DECISIONS = {f"{kind}.{choice}" for (kind, _), choices in SUBMISSION_CHOICES.items() for choice in choices}
QUESTION_ANSWERS = [f"{kind}.{choice}" for kind, choices in QUESTION_CHOICES.items() for choice in choices]
DYNAMIC: Mapping[str, Iterable[Iterable[str]]] = {
    "cycle.{}": [MEETING_KINDS],
    "form.{}.expected": [EXPECTED_FIELDS],
    "form.verdict.{}": [VERDICTS],
    "form.change.{}": [CorrectionKind],
    "minutes.problem.{}-in-form": [WORDED_FOR_THE_FORM],
    "alert.{}.title": [TroubleKind],
    "alert.{}.text": [TroubleKind],
    "medium.{}": [Medium],
    "pack.{}.{}": [("topic", "ask"), TOPICS],
    "pack.ask.{}": [("stuck", "new-deadline")],
    "pack.form.{}": [candidates._FORM_FIELDS],
    "pack.form.{}.example": [candidates._FORM_FIELDS],
    "progress.{}": [ProgressState],
    "file.director-{}": [DIRECTOR_QUESTIONS],
    "director.{}": [DIRECTOR_QUESTIONS],
    "orphan.{}": [("no_owner", "departed", "no_address", "unknown_address")],
    "choice.weekday.{}": ["12345"],
    "choice.status.{}": [ActionStatus],
    "story.action-in-plan.{}": [ActionStatus],
    "quarter.{}": ["1234"],
    "goal.{}": [[str(n) for n in range(1, 18)]],
    "name.{}": [
        ("gemeente", "stad", "ocmw", "deelgroep", "focusgroep", "kopgroep", "stuurgroep", "werkgroep")
    ],
    "choice.priority.{}": [Priority],
    "choice.group.{}": [GroupKind],
    "choice.person.{}": [PersonKind],
    "choice.decider.{}": [LaterDateDecider],
    "choice.quiet-summary.{}": [QuietSummary],
    "precision.{}": [Precision],
    "decision.{}": [DecisionKind],
    "decision.told.{}": [[*DecisionKind, "next-meeting"]],
    "decision.published.{}": [[*DecisionKind, "deadline-passed"]],
    "meeting.cancelled.{}": [CancelReason],
    "meeting.cancelled-by-plan.{}": [PlanCancelReason],
    "meeting.skipped.{}": [SkipReason],
    "meeting.rest-day.{}": [RestDay],
    "import-report.field.{}": [field_texts.LABELLED_FIELDS],
    "claim.{}": [EvidenceRule],
    "claim.{}.why": [EvidenceRule],
    "claim.{}.question": [EvidenceRule],
    "story.field.{}": [FIELDS],
    "draft.field.{}": [(*TABLE_FIELDS, WAITING)],
    "draft.not-taken.{}": [
        ("comment", "footnote", "symbol", "drawing", "crop", "hidden", "foreign-part", "margin")
    ],
    "draft.picture.{}": [ImageProblem],
    "story.file.{}": [FileProblem],
    "story.header.{}": [HeaderProblem],
    "story.picture.{}": [[*FileProblem, *ImageProblem]],
    "site.progress.{}": [ProgressChoice],
    "site.progress.{}.missing": [("photo_caption", "photographer", "photo_permission")],
    "site.progress.photo.{}": [[*ImageProblem, "bytes"]],
    "site.decide.{}": [DECISIONS],
    "site.link-{}.title": [LINK_STATES],
    "site.link-{}.text": [LINK_STATES],
    "question.{}": [QUESTION_ANSWERS],
    "question.about.{}": [QuestionKind],
    "pack.asked.{}": [QuestionKind],
    "site.{}.title": [SITE_MESSAGES],
    "site.{}.text": [[*SITE_MESSAGES, "idea", "remark"]],
    "site.{}.text.help": [["idea", "remark"]],
    "site.{}.text.missing": [["idea", "remark"]],
    "site.idea.picture.{}": [ImageProblem],
    "site.subscription.mails.{}": [WantedMails],
    "site.subscription.language.{}": [list_languages()],
    "story.kind.{}": [StoryKind],
    "story.note.{}": [CorrectionKind],
    "correction.title.{}": [CorrectionKind],
    "mail.refused.{}": [MAIL_REASONS],
    "approval.refused.{}": [RefusalReason],
    "error.picture.{}": [ImageProblem],
    "error.plain-file.{}": [FileProblem],
    "error.meeting.{}": [[MeetingState.CANCELLED, MeetingState.MINUTED]],
    "approval.decision.{}": [EditionVerdict],
    "approval.{}": [["public", "internal"]],
    "approval.field.{}": [["decision", "name", "remark", "introduction", "channels"]],
    "approval.field.{}.help": [["name", "remark", "introduction", "channels"]],
    "form.{}": [[*FORM_FIELDS, "choose", "type"]],
    "form.{}.help": [FORM_FIELDS],
    "form.decision.{}": [DecisionEntry.model_fields],
    "form.decision.{}.help": [DecisionEntry.model_fields],
    "deployment.{}": [DEPLOYMENTS],
    "workbook.{}": [SHEETS],
    "workbook.setting.{}": [SETTINGS],
    "workbook.setting.{}.help": [SETTINGS],
    "workbook.explanation.step-{}": ["12345"],
    "workbook.explanation.note-{}": ["1234567"],
    "state.{}": [Outcome],
    "attention.{}": [ATTENTION_KEYS],
    "attention.{}.advice": [(*ATTENTION_KEYS, "unknown")],
    "delivery.{}": [DeliveryState],
    "delivery-count.{}": [[*DeliveryState, WITH_ANOTHER_SENDER]],
    "delivery-reason.{}": [DELIVERY_REASONS],
    "bar.{}": [[*DeliveryState, WITH_ANOTHER_SENDER, "documents", "planned_documents"]],
    "kept.{}": [list_days(RetentionPeriods(1, 1, 1, 1, page_links=1, mentions=1, imports=1))],
    "step.{}": [[*StepKind, "meeting", "begun", *(each for each, _ in REMINDER_SCHEDULE)]],
    "channel-name.{}": [[*list_channels(), MAILBOX, MENTIONS, TOKEN, "publishing"]],
    "plan-field.{}": [(ADDED, NOTE, *PLAN_FIELDS)],
    "plan-value.status.{}": [ActionStatus],
    "plan-value.priority.{}": [Priority],
    "plan-value.deadline_precision.{}": [Precision],
    "report.{}": [["outage", "outage.municipality"]],
    "report.meeting.{}{}": [["", "would-be-"], ["cancelled", "changed", "moved"]],
    "report.idea.{}": [VERDICTS.values()],
    "report.remark.{}": [["answered", "rejected"]],
    "report.edition.{}": [_STEP_MESSAGES.values()],
    "run-page.edition-{}": [_WAITS.values()],
    "run-page.decided.{}": [EditionVerdict],
    "run-page.{}.not-right": [[Outcome.MOVED, Outcome.CANCELLED]],
    "run-page.idea.{}": [["mailed", "mailed-before", "no-address"]],
    "run-page.idea.next.{}": [VERDICTS.values()],
    "run-page.decider.{}": [DeciderRole],
    "run-page.source.{}": [["prefect-ui", "command-line"]],
    "run-page.{}": [["problems", "omitted-setbacks", "internal-setbacks", "waiting-dates"]],
    "pack-page.{}": [["open", "decided", "figures"]],
    "pack-page.list.{}": [
        ["decision", "late", "postponed", "silent", "orphans", "questions", "done", "stopped", "missed"]
    ],
    "exchange-page.{}": [["theme", "goal"]],
    "plan-rows.{}": [RowOutcome],
    "workbook.finding.{}": [
        [
            *(set(KeptBecause) - {KeptBecause.SAME}),
            f"{KeptBecause.BOTH}-kept",
            f"{KeptBecause.REOPENS}-kept",
            "deleted-since",
            "deleted-and-back",
        ]
    ],
}
# Documents that are a part of a mail, or a file, and no mail of their own.
TEMPLATES_OF_FILES = {"peer-pack", "recorded-minutes"}
# Words for keys that are data: `format_word` and `format_count` show one that has none as it is.
WORDS = (
    *("alert.advice", "alert.check", "alert.run"),
    *("answer", "column", "cycle", "done", "draft-stories", "idea-rows", "plan-actions"),
    "skipped",
)
MINUTES_COUNTS = {
    f"minutes.{each}" for each in ("decisions", "present", "excused", "absent", "closed", "put_off")
}

# Dutch that is data: words that the program recognises, not words that it writes.
VOCABULARY = {
    "terugkom/claims/tense_words.py": "words by which a sentence looks forward or back, in several languages",
    "terugkom/demo.py": "the plan of an invented municipality",
    "terugkom/editions/consistency_checks.py": "what drafts leave to be filled in",
    "terugkom/ideas/detect_ideas_table.py": "headers and answers in forms of ideas, in several languages",
    "terugkom/inbox/answers/answer_words.py": "words by which an owner says how an action stands",
    "terugkom/inbox/answers/carry_out_words.py": "words for what is done, and to what, in several languages",
    "terugkom/inbox/answers/closing_words.py": "how an answer ends, in several languages",
    "terugkom/inbox/answers/day_doubt_words.py": "words that make a day one to ask, in several languages",
    "terugkom/inbox/bounce_words.py": "what mail servers write about a mail, in several languages",
    "terugkom/inbox/answers/button_words.py": "what buttons write, and how a day is written behind it",
    "terugkom/inbox/answers/doubt_words.py": "words that take an answer back, in several languages",
    "terugkom/inbox/answers/first_name_words.py": "first names of who is addressed, and what precedes others",
    "terugkom/inbox/answers/function_words.py": "words that name no thing, in several languages",
    "terugkom/inbox/answers/late_words.py": "instructions, conclusions and reasons around a later day",
    "terugkom/inbox/answers/later_words.py": "words around a later day, in several languages",
    "terugkom/inbox/answers/period_words.py": "a time ahead without its day, in several languages",
    "terugkom/inbox/answers/on_time_words.py": "that a deadline will be met, in several languages",
    "terugkom/inbox/answers/remaining_work_words.py": "what is open or goes badly, in several languages",
    "terugkom/inbox/answers/part_words.py": "what makes a result less than the whole, in several languages",
    "terugkom/inbox/answers/phase_words.py": "first words of a title that do not say which action is meant",
    "terugkom/inbox/answers/proposal_words.py": "words by which a choice is proposed, in several languages",
    "terugkom/inbox/answers/result_words.py": "words that say that a thing is there, in several languages",
    "terugkom/inbox/answers/same_things.py": "what people call the thing in a title, in several languages",
    "terugkom/inbox/answers/step_words.py": "steps beside *op schema*, and doubts, in several languages",
    "terugkom/inbox/answers/stated_end_words.py": "that the action as a whole ended, in several languages",
    "terugkom/inbox/answers/surrounding_words.py": "what stands around a result and changes nothing of it",
    "terugkom/inbox/answers/side_remark_words.py": "what changes nothing of a result, in several languages",
    "terugkom/inbox/automatic_words.py": "what automatic answers say, in several languages",
    "terugkom/ideas/numbered_ideas.py": "ordinals in headers of forms, in several languages",
    "terugkom/inbox/reply_words.py": "what mail programs put around an answer, in several languages",
    "terugkom/inbox/apply_answer.py": "what people write in the subject of an answer",
    "terugkom/meetings/minutes/condition_words.py": "words in minutes that set a condition or name a part",
    "terugkom/meetings/minutes/deadline_words.py": "words for deadlines in minutes",
    "terugkom/meetings/minutes/minutes_words.py": "words in the tables of minutes, a Word template",
    "terugkom/meetings/minutes/parse_minutes.py": "columns of minutes, a Word template",
    "terugkom/meetings/minutes/minutes_tables.py": "the headers of the tables of minutes, a Word template",
    "terugkom/meetings/minutes/written_minutes.py": "tables of minutes, a Word template",
    "terugkom/peers/export_shared.py": "headers that municipalities chose, and particles of names",
    "terugkom/peers/match_pairs.py": "stems that every plan has",
    "terugkom/personal_data/name_context_words.py": "words before a name that are none, in several languages",
    "terugkom/plan/code_of_conduct.py": "fields of the file with the code of conduct",
    "terugkom/subscribers/employment_words.py": "words for who works here, in several languages",
    "terugkom/subscribers/staff_headers.py": "headers of staff lists, in several languages",
    "terugkom/workbook/dates/read_dates.py": "dates and periods in words, in several languages",
    "terugkom/workbook/dates/find_day.py": "days of the week, in several languages",
    "terugkom/workbook/dates/date_words.py": "dates and periods in words, in several languages",
    "terugkom/workbook/foreign/amounts.py": "amounts in words, in several languages",
    "terugkom/workbook/foreign/document_words.py": "lines of a file about itself, in several languages",
    "terugkom/workbook/foreign/header_patterns.py": "words in headers of plans, in several languages",
    "terugkom/workbook/foreign/header_synonyms.py": "headers of plans, in several languages",
    "terugkom/workbook/foreign/name_words.py": "words that are part of names or of none",
    "terugkom/workbook/foreign/owner_words.py": "words that stand around names",
    "terugkom/workbook/foreign/owner_names.py": "words between two names",
    "terugkom/workbook/foreign/status_words.py": "words for a status, in several languages",
    "terugkom/workbook/quantities.py": "examples of numbers with their unit",
    "terugkom/workbook/unit_words.py": "words for units, in several languages",
    "tasks/minutes.py": "the kinds of decisions in the form, as in the tables of minutes",
}
NAMES = {
    "Gemeente Zilverbeke - follow-up of its MVO action plan",  # the municipality of the demo
    "Verhaal met foto",  # a layout in the template of slides
    "alle",  # what is written in the settings for all campaigns
}
DUTCH = re.compile(
    r"\b(?:het|een|voor|niet|wordt|worden|zijn|naar|geen|maar|deze|werd|heeft|hebben|onder|zonder|tussen|wij|uw"
    r"|jullie|hier|daar|over het|nog|wel|kan niet|er is|er zijn|trekkers?|acties?|groep(?:en)?|verslag"
    r"|gemeente|ja|nee|klaar|gestopt|gepland|lopend|te laat|dag|dagen|maand|maanden|jaar|kolom|rij|tabblad"
    r"|bestand|nieuwsbrief|overleg|besluit|besluiten|vul|kies|schrijf|bewaar|meer dan|van de|op de|in de"
    r"|met|ook|alle)\b",
    re.IGNORECASE,
)


@cache
def sources() -> tuple[tuple[str, tuple[ast.AST, ...]], ...]:
    """Return the files of the program with the nodes of their trees; a migration never changes again."""
    folders = (ROOT / folder for folder in ("terugkom", "tasks", "flows", "deployments"))
    paths = (path for folder in folders for path in sorted(folder.rglob("*.py")))
    return tuple(
        (str(path.relative_to(ROOT)), list_nodes(path)) for path in paths if path.parent.name != "versions"
    )


@cache
def catalogue(language: str) -> Catalog:
    with (LOCALE_FOLDER / language / "LC_MESSAGES/terugkom.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


@cache
def texts(language: str) -> dict[str, tuple[str, ...]]:
    """Return the texts of each id: one, or one for each plural form."""
    found = {}
    for each in catalogue(language):
        if each.id:
            forms = each.string if isinstance(each.string, list | tuple) else (each.string,)
            found[each.id if isinstance(each.id, str) else each.id[0]] = tuple(map(str, forms))
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def strings(node: ast.AST | None) -> Iterator[str]:
    """Yield the constant strings that an argument may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from strings(node.body)
        yield from strings(node.orelse)


def pattern(node: ast.JoinedStr) -> str:
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)


def calls(nodes: Iterable[ast.AST], *names: str) -> Iterator[tuple[str, ast.Call]]:
    for node in nodes:
        if isinstance(node, ast.Call) and get_last_name(node.func) in names:
            yield ast.unparse(node.func), node


def argument(call: ast.Call, at: int) -> ast.AST | None:
    return call.args[at] if at < len(call.args) else None


def raised_codes() -> set[str]:
    """Return the ids of all findings and problems that the code can raise."""
    found: set[str] = set()
    for file, nodes in sources():
        for _, call in calls(nodes, "WrongCell"):
            found |= {f"workbook.finding.{each}" for arg in call.args for each in strings(arg)}
        for called, call in calls(nodes, "add_finding", "_add_finding"):
            at = 3 if called == "_add_finding" or called.endswith("notes.add_finding") else 2
            at = 1 if called == "self._add_finding" else at  # of an action that gets a code
            found |= {f"workbook.finding.{each}" for each in strings(argument(call, at))}
        for _, call in calls(nodes, "add_problem"):
            found |= {f"minutes.problem.{each}" for each in strings(argument(call, 2))}
        for _, call in calls(nodes, "render_message"):
            named = strings(argument(call, 2))
            found |= {f"site.{each}.{part}" for each in named for part in ("title", "text")}
        for _, call in calls(nodes, "refuse"):
            found |= {
                f"story.{each}" for each in strings(argument(call, 0)) if file.endswith("story_file.py")
            }
    columns = [column for sheet in SHEETS.values() for column in sheet.columns]
    found |= {
        f"workbook.finding.{each}" for each in (*omitted_rows.CODES.values(), UNREAD_PLAN, MISREAD_HEAD)
    }
    return found | {f"workbook.finding.{column.unknown_code}" for column in columns}


def constants(nodes: Iterable[ast.AST], ending: str) -> set[str]:
    """Return the identifiers to which names with this ending are set, also several at once."""
    found = set()
    for node in nodes:
        for target in node.targets if isinstance(node, ast.Assign) else ():
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            for name, each in zip(names, values, strict=False):
                if isinstance(name, ast.Name) and name.id.endswith(ending):
                    found |= {text for text in strings(each) if re.fullmatch("[a-z-]+", text)}
    return found


@cache
def document_kinds() -> set[str]:
    """Return the kinds of all mails and publications, but for the media of an edition."""
    found = {*STEP_DOCUMENTS.values(), STANDING_PAGE, answer_mail.KIND, distribution.KIND}
    for _, nodes in sources():
        found |= constants(nodes, "DOCUMENT")
        for _, call in calls(nodes, "build_mail", "Publication"):
            found |= set(strings(argument(call, 1)))
    return found - TEMPLATES_OF_FILES


@cache
def roles() -> set[str]:
    """Return the roles of all who something is delivered to, the readers of publications too."""
    found = {*Role, *RECIPIENT_ROLES, STANDING_PAGE}
    for _, nodes in sources():
        found |= constants(nodes, "ROLE")
        for _, call in calls(nodes, "Recipient", "Publication", "MeetingRecipient"):
            found |= set(strings(argument(call, 1)))
        for _, call in calls(nodes, "find_reachable_person"):
            found |= set(strings(argument(call, 3)))
        for _, call in calls(nodes, "Recipient"):
            found |= {each for part in call.keywords if part.arg == "role" for each in strings(part.value)}
    return found


def layout_ids() -> set[str]:
    """Return the ids of the headers, help texts and examples of the workbook."""
    found = set()
    for name, sheet in SHEETS.items():
        for column in sheet.columns:
            found |= {f"workbook.{name}.{column.field}", f"workbook.{name}.{column.field}.help"}
    written = {"title", "description", "theme", "news", "name", "email", "job", "meets_in", "unit", "source"}
    examples = product(SHEETS.items(), written)
    return found | {
        f"workbook.{name}.{field}.example" for (name, sheet), field in examples if field in sheet.example
    }


def dynamic_ids() -> set[str]:
    made = {key.format(*values) for key, parts in DYNAMIC.items() for values in product(*parts)}
    made |= {f"document.{each}" for each in document_kinds()} | {f"role.{each}" for each in roles()}
    made |= {"document.pdf", "document.old-word"}  # of a file that is refused
    made |= MINUTES_COUNTS | {
        each for each in texts("nl") if each.startswith(tuple(f"{word}." for word in WORDS))
    }
    return made | layout_ids() | raised_codes()


def used_ids() -> set[str]:
    """Return the constant strings in the code that are, or look like, the id of a message."""
    namespaces = {each.partition(".")[0] for each in texts("nl")}
    looks = re.compile(rf"(?:{'|'.join(map(re.escape, namespaces))})\.[a-z0-9._-]+[a-z0-9]")
    found = set()
    for _, nodes in sources():
        for _, call in calls(nodes, "translate", "translate_plural", "translate_everywhere", "has_message"):
            found |= set(strings(argument(call, 0)))
        for node in nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and looks.fullmatch(node.value):
                found.add(node.value)
    return found - {"choice.status", "choice.priority", "story.field", "story.kind"}  # beginnings of ids


def test_dutch_has_every_message_that_the_code_uses_and_no_other() -> None:
    wanted = used_ids() | dynamic_ids()
    here = set(texts("nl"))
    assert (wanted - here, here - wanted) == (set(), set())
    assert all(all(forms) for forms in texts("nl").values())
    assert not [each.id for each in catalogue("nl") if each.id and each.fuzzy]


def test_a_pattern_of_ids_in_the_code_is_listed_here() -> None:
    known = {*DYNAMIC, "workbook.finding.{}", "minutes.problem.{}", "story.{}", "workbook.{}.{}.example"}
    known |= {"choice.{}.{}", "{}.help", "{}.{}"}
    for file, nodes in sources():
        for _, call in calls(nodes, "translate", "translate_plural", "translate_everywhere"):
            first = argument(call, 0)
            if isinstance(first, ast.JoinedStr):
                assert pattern(first) in known, (file, pattern(first))


def test_a_message_is_given_the_values_that_it_shows() -> None:
    for file, nodes in sources():
        for called, call in calls(nodes, "translate", "translate_plural"):
            given = {each.arg for each in call.keywords}
            if called.endswith("_plural"):
                given.add("count")
            for message in strings(argument(call, 0)):
                if None not in given and message in texts("nl"):
                    shown = set.union(*map(placeholders, texts("nl")[message]))
                    assert given == shown, (file, message)


@pytest.mark.parametrize("language", list_languages())
def test_a_translation_shows_the_values_of_the_dutch_message(language: str) -> None:
    for message, forms in texts(language).items():
        for form in filter(None, forms):
            assert placeholders(form) == placeholders(texts("nl")[message][-1]), message


PEER_EXCHANGE = "peer-exchange"  # also the name of a flow
# What begins the ids of the messages on pages and forms of runs in Prefect: in the installation's language.
RUN_PAGES = {
    *(
        "answer",
        "attention",
        "bar",
        "channel",
        "channel-name",
        "column",
        "cycle",
        "delivery",
        "delivery-count",
        "delivery-reason",
        "document",
        "done",
        "exchange-page",
    ),
    *(
        "draft-stories",
        "idea-rows",
        "kept",
        "pack-page",
        "plan-actions",
        "plan-field",
        "plan-rows",
        "report",
        "role",
        "run-page",
        "skipped",
    ),
    *("state", "step"),
}
# Of a kind that letters have too: why a file is refused, and the reasons that a form offers.
ON_RUN_PAGES = ("import-report.refused.", "meeting.cancelled.")


@pytest.mark.parametrize("language", list_languages())
def test_the_pages_of_runs_are_whole_in_each_language(language: str) -> None:
    wanted = {each for each in texts("nl") if each.partition(".")[0] in RUN_PAGES}
    assert {each.partition(".")[0] for each in wanted} == RUN_PAGES
    wanted |= MINUTES_COUNTS | {each for each in texts("nl") if each.startswith(ON_RUN_PAGES)}
    assert (wanted | ids_of_runs()) - texts(language).keys() == set()


def ids_of_runs() -> set[str]:
    """Return the ids that flows and tasks use themselves; those of a decision are in its municipality's."""
    found: set[str] = set()
    for file, nodes in sources():
        if file.startswith(("flows/", "tasks/")):
            constants = {node.value for node in nodes if isinstance(node, ast.Constant)}
            joined = {pattern(node) for node in nodes if isinstance(node, ast.JoinedStr)}
            found |= constants & texts("nl").keys()
            found |= {key.format(*each) for key in joined & DYNAMIC.keys() for each in product(*DYNAMIC[key])}
    return found - {PEER_EXCHANGE}


def test_no_python_file_holds_dutch_that_people_read() -> None:
    found = []
    for file, nodes in sources():
        if file in VOCABULARY:
            continue
        explanations = {
            id(node.value)
            for node in nodes
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        found += [
            (file, node.lineno, node.value)
            for node in nodes
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in explanations
            and node.value not in NAMES
            and DUTCH.search(node.value)
        ]
    assert found == []


def test_the_files_with_vocabulary_are_there() -> None:
    assert [file for file in VOCABULARY if not (ROOT / file).is_file()] == []
    assert set(own_settings.MEDIA_FIELDS) <= set(SETTINGS)


def test_the_dutch_catalogue_is_read_when_another_language_lacks_a_message(tmp_path: Path) -> None:
    """A command that says all in English reads no Dutch."""
    for language, messages in (("nl", {"one": "een", "two": "twee"}), ("en", {"one": "one"})):
        (folder := tmp_path / language / "LC_MESSAGES").mkdir(parents=True)
        content = Catalog(locale=language)
        for name, text in messages.items():
            content.add(name, text)
        with (folder / "terugkom.po").open("wb") as file:
            write_po(file, content)
    read = catalogues._load_catalogue.cache_info().misses
    found = catalogues._load_catalogue(tmp_path, "en")
    assert found.messages.gettext("one") == "one"
    assert catalogues._load_catalogue.cache_info().misses == read + 1
    assert found.messages.gettext("two") == "twee"
    assert catalogues._load_catalogue.cache_info().misses == read + 2
    assert found.own_ids == {"one"}
    with pytest.raises(LookupError, match="three"):
        found.messages.gettext("three")


@pytest.mark.parametrize("language", [*list_languages(), "xx"])
@pytest.mark.parametrize("message_id", ["workbook.actions", "attention.bounced", "workbook", "no.such"])
def test_an_entry_is_found_without_reading_the_catalogue(language: str, message_id: str) -> None:
    has = language in list_languages() and message_id in load_catalogue(language).own_ids
    assert is_in_catalogue(message_id, language) == has


@pytest.mark.parametrize("language", list_languages())
def test_findings_of_an_import_and_fields_of_a_plan_have_their_words(language: str) -> None:
    """In a municipality whose language lacked one, Dutch was shown."""
    about = ("workbook.finding.", "import-report.field.", "plan-field.", "plan-value.")
    wanted = {each for each in texts("nl") if each.startswith(about)}
    assert len(wanted) > 160
    assert wanted - texts(language).keys() == set()
    assert {f"plan-field.{each}" for each in PLAN_FIELDS} <= wanted
    for each in wanted:
        shown = [placeholders(text) for text in (*texts(language)[each], *texts("nl")[each])]
        assert shown[0] == shown[-1], each


def test_a_field_of_a_plan_is_called_as_in_the_workbook() -> None:
    for each in PLAN_FIELDS:
        named = {
            text
            for sheet in ("actions", "indicators", "people", "groups", "settings")
            for text in texts("nl").get(f"workbook.{sheet}.{each}", ())
        }
        named |= set(texts("nl").get(f"import-report.field.{each}", ()))
        assert texts("nl")[f"plan-field.{each}"][0] in named, each


@pytest.mark.parametrize("language", list_languages())
def test_each_message_is_what_gettext_makes_of_the_compiled_catalogue(language: str) -> None:
    with (LOCALE_FOLDER / language / "LC_MESSAGES/terugkom.po").open("rb") as file:
        read = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    wanted, found = GNUTranslations(compiled), load_catalogue(language).messages
    for each in read:
        if isinstance(each.id, str):
            if each.id:
                assert found.gettext(each.id) == wanted.gettext(each.id)
        else:
            one, many = each.id
            assert found.gettext(one) == wanted.gettext(one)
            for count in (0, 1, 2, 5, 21):
                assert found.ngettext(one, many, count) == wanted.ngettext(one, many, count)
