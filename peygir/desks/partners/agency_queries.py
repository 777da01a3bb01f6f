"""Reads referrals as agencies have them: one page, lists, links and sign-ins, terms, people, figures, due moments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from peygir.cases.models import Case, Note
from peygir.cases.states import CaseState
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.personal import cover
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.desks.partners.agency_facts import (
    AgencyPersonFacts,
    AgencyQuestionFacts,
    AgencyRequestLine,
    AgencyRequestPage,
    AgencyTermsFacts,
)
from peygir.desks.partners.agency_rules import NoSuchAgencyRequest
from peygir.desks.partners.agency_standing import is_waiting, stage_of
from peygir.desks.partners.agency_states import AgencyStage, QuestionTo
from peygir.desks.partners.agency_tokens import AgencyLinkIsNotOurs, read_link, read_session
from peygir.desks.partners.models import (
    AgencyLink,
    AgencyPerson,
    AgencyQuestion,
    AgencyRequest,
    AgencySession,
    AgencyTerms,
)

MOST: Final = 200
MOST_WORDS: Final = 5
"""The most reports whose words an agency reads."""
_NEEDED: Final = ("address",)
"""The kinds of personal data that an agency needs for its work: where it is."""


class AgencyLinkHasExpired(Missing):
    """The days of a link are over, and its referral still waits; a new one can be asked for."""

    message = _("The days of this link are over, and your answer is still awaited.")


class AgencyLinkIsOver(Missing):
    """The referral of a link is closed."""

    message = _("This referral is closed: it was answered, or the city has taken it back. Nothing more is needed.")


@dataclass(frozen=True, slots=True)
class OpenAgencyLink:
    """A link that is good now."""

    id: int
    request_id: int
    agency_id: int
    expires_at: datetime


def read_agency_link(token: str) -> OpenAgencyLink:
    """The link of a token; nothing is written. The signature is looked at first.

    Raises AgencyLinkIsNotOurs, AgencyLinkIsOver, AgencyLinkHasExpired.
    """
    row = _link(token)
    if not is_waiting(row.request, row.request.case):
        raise AgencyLinkIsOver()
    if row.expires_at <= clock.now():
        raise AgencyLinkHasExpired()
    return OpenAgencyLink(row.pk, row.request_id, row.request.agency_id, row.expires_at)


def request_of_old_link(token: str) -> int:
    """The request of a link, whether or not its days are over, while the agency still has to answer.

    Raises AgencyLinkIsNotOurs, AgencyLinkIsOver.
    """
    row = _link(token)
    if not is_waiting(row.request, row.request.case):
        raise AgencyLinkIsOver()
    return int(row.request_id)


def _link(token: str) -> AgencyLink:
    link_id, nonce = read_link(token)
    row = AgencyLink.objects.select_related("request__case").filter(pk=link_id, nonce=nonce).first()
    if row is None:
        raise AgencyLinkIsNotOurs()
    return row


def person_of_session(token: str) -> AgencyPersonFacts | None:
    """The person of an agency who is signed in by a cookie; None for none. One statement for a cookie of ours."""
    try:
        number, nonce = read_session(token)
    except AgencyLinkIsNotOurs:
        return None
    rows = AgencySession.objects.filter(
        pk=number, nonce=nonce, entered_at__isnull=False, expires_at__gt=clock.now(), person__ended_at=None
    )
    row = rows.select_related("person").first()
    return _person(row.person) if row is not None else None


def _waiting() -> QuerySet[AgencyRequest]:
    """The requests that wait for their agency, with their cases."""
    rows = AgencyRequest.objects.select_related("case").filter(answered_at=None, refused_at=None, ended_at=None)
    return rows.filter(case__state=CaseState.REFERRED_OUT, case__agency_id=F("agency_id"), case__is_confidential=False)


def waiting_of(agency_id: int) -> list[AgencyRequestLine]:
    """What awaits an agency, the oldest first; at most MOST."""
    return _lines(_waiting().filter(agency_id=agency_id).order_by("sent_at", "pk")[:MOST])


def lately_of(agency_id: int, *, limit: int = 30) -> list[AgencyRequestLine]:
    """What an agency has answered or refused lately, the newest first."""
    rows = AgencyRequest.objects.select_related("case").filter(agency_id=agency_id, case__is_confidential=False)
    said = rows.filter(Q(answered_at__isnull=False) | Q(refused_at__isnull=False))
    return _lines(said.order_by("-sent_at", "-pk")[:limit])


def refused_waiting(city_id: int, agency_id: int | None = None) -> list[AgencyRequestLine]:
    """Referrals that an agency refused, whose cases are still with it: the centre decides."""
    return _lines(_left(city_id, agency_id).filter(refused_at__isnull=False).order_by("refused_at", "pk")[:MOST])


def answered_waiting(city_id: int, agency_id: int | None = None) -> list[AgencyRequestLine]:
    """Referrals that an agency answered, whose cases are still with it: somebody looks whether it is so."""
    return _lines(_left(city_id, agency_id).filter(answered_at__isnull=False).order_by("answered_at", "pk")[:MOST])


def _left(city_id: int, agency_id: int | None) -> QuerySet[AgencyRequest]:
    rows = AgencyRequest.objects.select_related("case").filter(
        case__city_id=city_id, case__state=CaseState.REFERRED_OUT, case__agency_id=F("agency_id"), ended_at=None
    )
    later = AgencyRequest.objects.filter(case_id=OuterRef("case_id"), number__gt=OuterRef("number"))
    rows = rows.filter(~Exists(later), case__is_confidential=False)
    return rows.filter(agency_id=agency_id) if agency_id is not None else rows


def questions_to_centre(
    city_id: int, agency_id: int | None = None
) -> list[tuple[AgencyRequestLine, AgencyQuestionFacts]]:
    """The questions that agencies asked the centre and nobody has answered, the oldest first."""
    rows = AgencyQuestion.objects.filter(to=QuestionTo.CENTRE, answered_at=None, request__in=_waiting().values("pk"))
    rows = rows.filter(request__case__city_id=city_id)
    if agency_id is not None:
        rows = rows.filter(request__agency_id=agency_id)
    found = list(rows.select_related("request__case").order_by("asked_at", "pk")[:MOST])
    return [(_line(row.request, is_asked=True), _question(row, _notes_of(row.request.case_id))) for row in found]


def open_question_to_reporters(case_id: int) -> AgencyQuestionFacts | None:
    """The open question of an agency to those who reported a case."""
    rows = AgencyQuestion.objects.filter(to=QuestionTo.CITIZEN, answered_at=None, request__case_id=case_id)
    row = rows.select_related("request__case").last()
    if row is None or not is_waiting(row.request, row.request.case):
        return None
    return _question(row, _notes_of(case_id))


def request_page(request_id: int, *, agency_id: int) -> AgencyRequestPage:
    """One referral as its agency sees it. Raises NoSuchAgencyRequest, for a confidential case too."""
    row = AgencyRequest.objects.select_related("case").filter(pk=request_id, agency_id=agency_id).first()
    if row is None or row.case.is_confidential:
        raise NoSuchAgencyRequest()
    case, notes = row.case, _notes_of(row.case_id)
    questions = tuple(_question(one, notes) for one in row.questions.order_by("pk"))
    texts = case.reports.order_by("pk").values_list("text", flat=True)[:MOST_WORDS]
    is_open = is_waiting(row, case)
    return AgencyRequestPage(
        line=_line(row, is_asked=any(one.answered_at is None for one in questions)),
        address=cover(case.address, leave=_NEEDED) if is_open else "",
        lat=case.lat if is_open else None,
        lon=case.lon if is_open else None,
        words=tuple(cover(text, leave=_NEEDED) for text in texts if text.strip()) if is_open else (),
        note=_covered(notes, row.number) if is_open else "",
        report_count=case.report_count,
        answer=_covered(notes, row.answer_number or row.refusal_number),
        questions=questions,
    )


def terms_of(agency_id: int) -> AgencyTermsFacts | None:
    """The terms of an agency in force."""
    row = AgencyTerms.objects.filter(agency_id=agency_id, valid_to=None).first()
    if row is None:
        return None
    return AgencyTermsFacts(row.email, row.confirm_days, row.answer_days, row.escalate_days, row.valid_from)


def people_of(agency_id: int) -> list[AgencyPersonFacts]:
    """The people of an agency who may sign in, by name."""
    return [_person(row) for row in AgencyPerson.objects.filter(agency_id=agency_id, ended_at=None).order_by("name")]


def agency_moments() -> "QuerySet[AgencyRequest, datetime | None]":
    """The moments at which the clocks of referrals go on, the earliest first."""
    rows = AgencyRequest.objects.filter(next_at__isnull=False)
    return rows.order_by("next_at").values_list("next_at", flat=True)


def due_requests(now: datetime, *, limit: int = MOST) -> list[tuple[int, int]]:
    """(id, id of the agency) of the referrals whose clock has something to do by `now`, an agency's together."""
    rows = AgencyRequest.objects.filter(next_at__lte=now).order_by("agency_id", "next_at", "pk")
    return list(rows.values_list("pk", "agency_id")[:limit])


def lines_of(request_ids: Sequence[int]) -> list[AgencyRequestLine]:
    """These referrals, the oldest first."""
    return _lines(AgencyRequest.objects.select_related("case").filter(pk__in=request_ids).order_by("sent_at", "pk"))


def _lines(rows: "QuerySet[AgencyRequest]") -> list[AgencyRequestLine]:
    requests = list(rows)
    ids = [row.pk for row in requests]
    asked = set(AgencyQuestion.objects.filter(request__in=ids, answered_at=None).values_list("request_id", flat=True))
    return [_line(row, is_asked=row.pk in asked) for row in requests]


def _line(row: AgencyRequest, *, is_asked: bool) -> AgencyRequestLine:
    case: Case = row.case
    agency = city.agency(row.agency_id)
    if agency is None:
        raise NoSuchAgencyRequest()
    stage = stage_of(row, case, is_asked=is_asked)
    due = row.confirm_due_at if stage == AgencyStage.WAITING else row.answer_due_at
    is_open = stage in (AgencyStage.WAITING, AgencyStage.CONFIRMED)
    area = city.neighbourhood(case.city_id, case.neighbourhood_id) if case.neighbourhood_id else None
    return AgencyRequestLine(
        id=row.pk,
        case_id=case.pk,
        case_code=case.code,
        agency=agency,
        topic=city.topic(case.city_id, case.topic_id) if case.topic_id else None,
        district=city.district(case.city_id, case.district_id) if case.district_id else None,
        neighbourhood=area,
        stage=stage,
        sent_at=row.sent_at,
        due_at=due if is_open else None,
        is_late=is_open and due is not None and due <= clock.now(),
        confirmed_at=row.confirmed_at,
        answered_at=row.answered_at,
        refused_at=row.refused_at,
        outcome=row.outcome,
        done_on=row.done_on,
        other_agency=city.agency(row.other_agency_id) if row.other_agency_id else None,
        other_unit=city.unit(row.other_unit_id) if row.other_unit_id else None,
        escalated_at=row.escalated_at,
        letter=row.letter,
    )


def _notes_of(case_id: int) -> dict[int, str]:
    return dict(Note.objects.filter(case_id=case_id).values_list("number", "text"))


def _covered(notes: dict[int, str], number: int | None) -> str:
    return cover(notes.get(number, ""), leave=_NEEDED) if number is not None else ""


def _question(row: AgencyQuestion, notes: dict[int, str]) -> AgencyQuestionFacts:
    return AgencyQuestionFacts(
        row.pk,
        row.to,
        _covered(notes, row.number),
        row.asked_at,
        _covered(notes, row.answer_number),
        row.answered_at,
        row.shared_report_id is not None,
    )


def _person(row: AgencyPerson) -> AgencyPersonFacts:
    return AgencyPersonFacts(row.pk, row.agency_id, row.name, row.email, row.made_at)
