"""Every table of the subject, so that migrations and tests see them all."""

from terugkom.action_pages.model import ActionPage
from terugkom.claims.claim_rows import KeptSentence, PublishedClaim
from terugkom.database import Base
from terugkom.delivery.bounces import Bounce
from terugkom.delivery.model import Delivery, MailChannel
from terugkom.delivery.restore_hold import Restore
from terugkom.demo_home import DemoHome
from terugkom.documents.model import Document
from terugkom.due_runs import DailyRun
from terugkom.editions.correction_model import StoryCorrection
from terugkom.editions.model import Edition, EditionDecision, ExecutedEditionStep
from terugkom.gate.model import GateAcceptance, GateSnapshot
from terugkom.ideas.model import Idea
from terugkom.ideas.remark_model import Remark
from terugkom.imap.model import FetchedMail
from terugkom.leases import HeldLease
from terugkom.meetings.model import Attendance, Decision, InvitationReply, Meeting, MeetingStep, OpenPoint
from terugkom.mentions.model import Mention, MentionCursor
from terugkom.peers.model import SharedAction
from terugkom.plan.action_photos import ActionPhoto
from terugkom.plan.erased_people import ErasedPerson
from terugkom.plan.incoming_mails import IncomingMail
from terugkom.plan.model import Action, Group, Municipality, Person
from terugkom.plan.page_links import PageLink
from terugkom.plan.questions import Question
from terugkom.plan.suppressed_addresses import SuppressedAddress
from terugkom.request_counts import RequestCount
from terugkom.retention import CleanUp
from terugkom.schedule.model import AgendaPoint, Moment, Reminder
from terugkom.secret_keys import SecretKey
from terugkom.subscribers.answer_tokens import AnswerToken
from terugkom.subscribers.model import Confirmation, Subscriber

__all__ = [
    "Action",
    "ActionPage",
    "ActionPhoto",
    "AgendaPoint",
    "AnswerToken",
    "Attendance",
    "Base",
    "Bounce",
    "CleanUp",
    "Confirmation",
    "DailyRun",
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
    "MeetingStep",
    "Mention",
    "MentionCursor",
    "Moment",
    "Municipality",
    "OpenPoint",
    "PageLink",
    "Person",
    "PublishedClaim",
    "Question",
    "Remark",
    "Reminder",
    "RequestCount",
    "Restore",
    "SecretKey",
    "SharedAction",
    "StoryCorrection",
    "Subscriber",
    "SuppressedAddress",
]
