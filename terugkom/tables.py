"""Every table of the subject, so that migrations and tests see them all."""

from terugkom.action_pages.model import ActionPage, ActionPagePublication
from terugkom.alerts.model import Alert
from terugkom.claims.claim_rows import KeptSentence, PublishedClaim
from terugkom.daily_runs.daily_run_status import DailyRunResult
from terugkom.daily_runs.due_runs import DailyRun
from terugkom.database.table_base import Base
from terugkom.delivery.bounces import Bounce
from terugkom.delivery.mail_channel_model import MailChannel
from terugkom.delivery.model import Delivery
from terugkom.delivery.restore_hold import Restore
from terugkom.demo_home import DemoHome
from terugkom.documents.blobs import StoredBlob
from terugkom.documents.bundle_store import RetiredBundle
from terugkom.documents.bundled_document import BundledDocument
from terugkom.documents.model import Document
from terugkom.editions.correction_model import StoryCorrection
from terugkom.editions.decision_model import EditionDecision
from terugkom.editions.model import Edition, ExecutedEditionStep
from terugkom.gate.model import GateAcceptance, GateSnapshot
from terugkom.ideas.model import Idea
from terugkom.ideas.remark_model import Remark
from terugkom.imap.model import FetchedMail
from terugkom.leases import HeldLease
from terugkom.meetings.invitation_model import InvitationReply, MeetingInvitation
from terugkom.meetings.minutes.minutes_model import Attendance, Decision, OpenPoint
from terugkom.meetings.model import Meeting, MeetingStep
from terugkom.mentions.model import Mention, MentionCursor
from terugkom.municipality_files.model import MunicipalityFile
from terugkom.peers.model import SharedAction
from terugkom.plan.action_photos import ActionPhoto
from terugkom.plan.coordinator_change import CoordinatorChange
from terugkom.plan.erased_people import ErasedPerson
from terugkom.plan.incoming_mails import IncomingMail
from terugkom.plan.model import Action, Group, Municipality, Person
from terugkom.plan.page_links import PageLink
from terugkom.plan.questions import Question
from terugkom.plan.suppressed_addresses import SuppressedAddress
from terugkom.request_counts import RequestCount
from terugkom.retention.model import CleanUp
from terugkom.schedule.agenda_model import AgendaPoint
from terugkom.schedule.model import Moment, Reminder
from terugkom.secret_keys import SecretKey
from terugkom.subscribers.answer_tokens import AnswerToken
from terugkom.subscribers.model import Confirmation, Subscriber
from terugkom.work_batches.model import WorkBatch
from terugkom.workbook.plan_versions import PlanVersion
from terugkom.workbook.undo.journal import PlanImport

__all__ = [
    "Action",
    "ActionPage",
    "ActionPagePublication",
    "ActionPhoto",
    "AgendaPoint",
    "Alert",
    "AnswerToken",
    "Attendance",
    "Base",
    "Bounce",
    "BundledDocument",
    "CleanUp",
    "Confirmation",
    "CoordinatorChange",
    "DailyRun",
    "DailyRunResult",
    "Decision",
    "Delivery",
    "DemoHome",
    "Document",
    "Edition",
    "EditionDecision",
    "ErasedPerson",
    "ExecutedEditionStep",
    "FetchedMail",
    "GateAcceptance",
    "GateSnapshot",
    "Group",
    "HeldLease",
    "Idea",
    "IncomingMail",
    "InvitationReply",
    "KeptSentence",
    "MailChannel",
    "Meeting",
    "MeetingInvitation",
    "MeetingStep",
    "Mention",
    "MentionCursor",
    "Moment",
    "Municipality",
    "MunicipalityFile",
    "OpenPoint",
    "PageLink",
    "Person",
    "PlanImport",
    "PlanVersion",
    "PublishedClaim",
    "Question",
    "Remark",
    "Reminder",
    "RequestCount",
    "Restore",
    "RetiredBundle",
    "SecretKey",
    "SharedAction",
    "StoredBlob",
    "StoryCorrection",
    "Subscriber",
    "SuppressedAddress",
    "WorkBatch",
]
