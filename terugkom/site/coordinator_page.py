"""The coordinator's page: what owners ask, answered with one choice; what they reported; who said nothing.

GET shows the page with the choice of the link filled in and never changes anything: mail scanners open links.
The page is the coordinator's, or their stand-in's while they are absent, and nobody's who was it before.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from terugkom.errors import InputError
from terugkom.ideas.question_effects import QUESTION_EFFECTS
from terugkom.plan.decide_question import (
    ProposedDatePassed,
    QuestionLapsed,
    decide_question,
    find_plan_answer,
)
from terugkom.plan.model import Municipality, Person
from terugkom.plan.page_links import COORDINATOR_PAGE_PATH, LinkState, PageLinkPurpose, find_page_link
from terugkom.plan.questions import (
    AlreadyAnswered,
    GivenAnswer,
    Question,
    QuestionKind,
    list_pending_questions,
)
from terugkom.plan.reachability import can_be_written_to, is_coordinator
from terugkom.plan.report_progress import PAGE_SOURCE
from terugkom.plan.summary_period import build_summary_period
from terugkom.reminders.coordinator_inbox import (
    AnswerChoice,
    AskedQuestion,
    CoordinatorInbox,
    describe_question,
    load_coordinator_inbox,
)
from terugkom.site.answer_form import build_answer_form
from terugkom.site.form_fields import PageForm, describe_fields
from terugkom.site.fresh_link_page import render_invalid_link
from terugkom.site.pages import (
    PageOwner,
    Site,
    describe_owner,
    get_site,
    redirect_after_post,
    render_message,
    render_page,
)
from terugkom.site.read_form import read_form

_GONE, _CONFLICT, _INVALID = 410, 409, 422
_CODE = re.compile(r"[IR]\d{1,9}", re.ASCII)  # of an idea or a remark
_REPORT_PERIOD = timedelta(days=28)


@dataclass(frozen=True)
class OpenedCoordinatorPage:
    """Whose link was opened, what is asked, and what came back.

    `chosen` is the question with its form; `problem` is what is said above it; `sent` says which question was
    just answered, `decided` which idea or remark.
    """

    owner: PageOwner
    state: LinkState
    is_coordinator: bool = False
    questions: tuple[AskedQuestion, ...] = ()
    people: tuple[AnswerChoice, ...] = ()  # to whom a mail can be passed on
    came_back: CoordinatorInbox | None = None
    token: str = ""
    decided: str = ""
    chosen: AskedQuestion | None = None
    form: PageForm | None = None
    problem: str = ""
    sent: str = ""


def list_coordinator_routes() -> list[Route]:
    """Return the routes of the page on which the coordinator answers questions."""
    return [
        Route(f"{COORDINATOR_PAGE_PATH}{{token}}", show_coordinator_page, methods=["GET"]),
        Route(f"{COORDINATOR_PAGE_PATH}{{token}}", submit_answer, methods=["POST"]),
    ]


def show_coordinator_page(request: Request) -> Response:
    """Show what is asked, one question with its form, and what came back."""
    site, asked = get_site(request), request.query_params
    page = open_coordinator_page(site, request.path_params["token"])
    if isinstance(page, Response):
        return page
    sent = asked.get("sent", "") if _is_number(asked.get("sent", "")) else ""
    wanted = asked.get("question", "")
    chosen = _find_question(page, wanted) or _find_question_about(
        page, asked.get("about", ""), asked.get("by", "")
    )
    wanted = wanted or asked.get("about", "")
    problem = "answered" if wanted and chosen is None and not sent else ""
    choice = asked.get("choice", "") if chosen else ""  # it is of no other question
    if chosen is None and len(page.questions) == 1 and not sent:
        chosen = page.questions[0]
    form = None
    if chosen:
        known = choice in [each.value for each in chosen.choices]
        form = build_answer_form(
            page.owner.language,
            chosen.choices,
            page.people,
            question=str(chosen.number),
            choice=choice if known else None,
        )
    decided = asked.get("decided", "")
    shown = replace(page, chosen=chosen, form=form, problem=problem, sent=sent)
    return render_coordinator_page(site, replace(shown, decided=decided if _CODE.fullmatch(decided) else ""))


async def submit_answer(request: Request) -> Response:
    """Take an answer; what is wrong is said beside its field, and nothing is changed then."""
    async with read_form(request, max_fields=20) as given:
        return await run_in_threadpool(_take_answer, request, given)


def _take_answer(request: Request, given: FormData) -> Response:
    site, token = get_site(request), request.path_params["token"]
    page = open_coordinator_page(site, token)
    if isinstance(page, Response):
        return page
    chosen = _find_question(page, str(given.get("question", "")))
    if chosen is None:
        return render_coordinator_page(site, replace(page, problem="answered"), _CONFLICT)
    form = build_answer_form(page.owner.language, chosen.choices, page.people, given)
    if not form.validate():
        return render_coordinator_page(site, replace(page, chosen=chosen, form=form), _INVALID)
    if problem := _decide(site, token, chosen, form):
        page = open_coordinator_page(site, token)
        if isinstance(page, Response):
            return page
        still = _find_question(page, str(chosen.number)) if problem == "date-passed" else None
        shown = replace(page, chosen=still, form=form if still else None, problem=problem)
        return render_coordinator_page(site, shown, _CONFLICT)
    return redirect_after_post(f"{COORDINATOR_PAGE_PATH}{token}", f"sent={chosen.number}")


def _decide(site: Site, token: str, chosen: AskedQuestion, form: PageForm) -> str:
    """Decide the question; return what kept that from being done, "" if nothing did."""
    today = site.today()
    try:
        with site.installation.database.write_session() as session:
            person = find_opener(session, token, today)
            if person is None:
                return "answered"
            municipality = session.get_one(Municipality, person.municipality_id)
            reason = " ".join((form.data["reason"] or "").split())
            to = form.data.get("to") or ""
            given = GivenAnswer(form.data["choice"], person.name, today, site.now(), reason, PAGE_SOURCE, to)
            decide_question(session, municipality, chosen.number, given, QUESTION_EFFECTS)
    except AlreadyAnswered:
        return "answered"
    except QuestionLapsed:
        return "lapsed"
    except ProposedDatePassed:
        return "date-passed"
    except InputError:  # the choices are others by now: it was referred meanwhile
        return "answered"
    return ""


def find_opener(session: Session, token: str, today: date) -> Person | None:
    """Return whose link this is, if it still opens the coordinator's page."""
    found = find_page_link(session, token, PageLinkPurpose.COORDINATOR, today)
    if found.link is None or found.state is not LinkState.VALID:
        return None
    person = session.get_one(Person, found.link.person_id)
    municipality = session.get_one(Municipality, person.municipality_id)
    return person if is_coordinator(session, municipality, person, today) else None


def _open_page(session: Session, site: Site, token: str) -> OpenedCoordinatorPage | None:
    """Return what a link opens; None for a token that is not ours."""
    today = site.today()
    found = find_page_link(session, token, PageLinkPurpose.COORDINATOR, today)
    if found.link is None:
        return None
    person = session.get_one(Person, found.link.person_id)
    municipality = session.get_one(Municipality, person.municipality_id)
    owner = describe_owner(municipality)
    may_open = is_coordinator(session, municipality, person, today)
    if found.state is not LinkState.VALID or not may_open:
        return OpenedCoordinatorPage(owner, found.state, may_open)
    pending = [each for each in list_pending_questions(session, municipality.id) if _is_to_decide(each)]
    period = build_summary_period(site.now() - _REPORT_PERIOD, today)
    return OpenedCoordinatorPage(
        owner,
        found.state,
        is_coordinator=True,
        questions=tuple(describe_question(each, owner.language, today) for each in pending),
        people=_list_people(session, municipality, today) if _asks_about_other_mail(pending) else (),
        came_back=load_coordinator_inbox(session, municipality, period, today, person.id),
        token=token,
    )


def _asks_about_other_mail(questions: Sequence[Question]) -> bool:
    return any(each.kind is QuestionKind.OTHER_MAIL for each in questions)


def _list_people(session: Session, municipality: Municipality, today: date) -> tuple[AnswerChoice, ...]:
    """Return who can be written to, by code, in order of name."""
    theirs = select(Person.code, Person.name).where(
        Person.municipality_id == municipality.id, can_be_written_to(today)
    )
    rows = session.execute(theirs.order_by(Person.name, Person.code)).tuples()
    return tuple(AnswerChoice(code, name) for code, name in rows)


def _is_to_decide(question: Question) -> bool:
    return not find_plan_answer(question)


def open_coordinator_page(site: Site, token: str) -> OpenedCoordinatorPage | Response:
    """Return what a link opens, or the page that explains why it opens nothing."""
    with site.installation.database.read_session() as session:
        page = _open_page(session, site, token)
    if page is None:
        return render_invalid_link(site, None, LinkState.UNKNOWN, token, PageLinkPurpose.COORDINATOR)
    if not page.is_coordinator and page.state is not LinkState.DEPARTED:
        return render_message(site, page.owner, "not-coordinator", _GONE)
    if page.state is not LinkState.VALID:
        return render_invalid_link(site, page.owner, page.state, token, PageLinkPurpose.COORDINATOR)
    return page


def _find_question(page: OpenedCoordinatorPage, number: str) -> AskedQuestion | None:
    return next((each for each in page.questions if str(each.number) == number), None)


def _find_question_about(page: OpenedCoordinatorPage, code: str, by: str) -> AskedQuestion | None:
    """Return what this owner is stuck with, or whether an action is done after all: the mail of that day was
    written before it had a number. An older mail does not say which owner."""
    kinds = (QuestionKind.STUCK, QuestionKind.COMPLETION)
    about = (each for each in page.questions if each.kind in kinds and each.code == code)
    return next((each for each in about if by in ("", each.by)), None)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def render_coordinator_page(site: Site, page: OpenedCoordinatorPage, status: int = 200) -> Response:
    """Return the coordinator's page: what waits for an answer, what came in, and who is silent.

    With a form it shows that one, with what is wrong in it. `status` is that of the response.
    """
    came_back = page.came_back
    context = {
        "page": f"{COORDINATOR_PAGE_PATH}{page.token}",
        "decided": page.decided,
        "submissions": came_back.submissions if came_back else None,
        "questions": page.questions,
        "mentions": came_back.mentions if came_back else None,
        "reports": came_back.reports if came_back else None,
        "silent": came_back.silent if came_back else None,
        "chosen": page.chosen,
        "fields": describe_fields(page.form) if page.form else {},
        "problem": page.problem,
        "sent": page.sent,
    }
    return render_page(site, page.owner, "coordinator", context, status)
