"""Reads contacts: without an outcome, call-backs due, calls in progress, and how many contacts there were."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet

from peygir.centre.contacts.call_counts import article_uses, calls_by_half_hour, conversations, mean_handling
from peygir.centre.contacts.caller import Caller, CallerCase, CallerPlace, caller_profile, places_of_caller
from peygir.centre.contacts.centre import centre_settings_at
from peygir.centre.contacts.menu_reading import menu_codes, menu_in_force, menus_in_force, versions_of
from peygir.centre.contacts.menu_rules import MenuFacts, MenuKeyFacts, dialplan, is_on
from peygir.centre.contacts.models import CallBack, CallDraft, CallerMark, Contact, PbxLine, Workstation
from peygir.centre.contacts.operator_workload import colleagues_at_workstations, open_calls
from peygir.centre.contacts.rules import MISSED, may_work, stage
from peygir.people.channels import Channel
from peygir.people.rules import Actor, may_lead_centre

__all__ = [
    "CallBackLine",
    "Caller",
    "CallerCase",
    "CallerPlace",
    "CentreMetrics",
    "ContactLine",
    "MarkLine",
    "MenuFacts",
    "MenuKeyFacts",
    "article_uses",
    "call_backs_due",
    "caller_profile",
    "calls_by_half_hour",
    "centre_settings_at",
    "colleagues_at_workstations",
    "contact",
    "contacts_in_hand",
    "conversations",
    "dialplan",
    "draft_of",
    "in_doubt",
    "is_known_call",
    "is_on",
    "line_of",
    "live_calls",
    "marks_to_decide",
    "may_work",
    "mean_handling",
    "menu_codes",
    "menu_in_force",
    "menus_in_force",
    "metrics_between",
    "open_on_line",
    "outcomes_between",
    "places_of_caller",
    "seats",
    "untold",
    "versions_of",
    "workstation_of",
]

MOST: Final = 200
GOOD_WAIT: Final = 30  # seconds within which a call should be answered
_COLUMNS: Final = (
    "id",
    "channel",
    "direction",
    "began_at",
    "answered_at",
    "ended_at",
    "wait_seconds",
    "seconds",
    "phone",
    "citizen_id",
    "operator_id",
    "outcome",
    "queue",
    "season_code",
    "is_uncertain",
    "recording",
    "call_back_id",
    "entered_at",
    "pbx_key",
)


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One contact as a list shows it, with names."""

    id: int
    channel: str
    direction: str
    began_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    wait_seconds: int | None
    seconds: int | None
    phone: str
    citizen_id: int | None
    operator_id: int | None
    outcome: str
    queue: str
    season_code: str
    is_uncertain: bool
    recording: str
    call_back_id: int | None
    entered_at: datetime | None
    pbx_key: str | None
    name: str
    operator_fa: str
    operator_en: str

    @property
    def stage(self) -> str:
        """Its stage (words.STAGES)."""
        return stage(answered_at=self.answered_at, ended_at=self.ended_at, outcome=self.outcome)

    @property
    def proves_phone(self) -> bool:
        """Whether the PBX gave the number and somebody spoke there: then its holder did (docs/proof.md)."""
        return self.pbx_key is not None and self.answered_at is not None

    @property
    def operator(self) -> tuple[str, str]:
        """The operator's name in both languages."""
        return self.operator_fa, self.operator_en or self.operator_fa


@dataclass(frozen=True, slots=True)
class CallBackLine:
    """A call-back that is due."""

    id: int
    phone: str
    due_at: datetime
    calls: int
    tries: int
    tried_at: datetime | None
    is_late: bool
    words: str  # why the last attempt did not reach them


@dataclass(frozen=True, slots=True)
class MarkLine:
    """What a rule noticed of a number."""

    id: int
    phone: str
    kind: str
    state: str
    count: int
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class CentreMetrics:
    """Incoming calls in a period: how many, answered, in good time, abandoned; waits in seconds."""

    calls: int
    answered: int
    in_time: int
    missed: int
    waiting: int
    longest_wait: int


def outcomes_between(city_id: int, start: datetime, end: datetime) -> dict[str, int]:
    """Contacts by outcome in [start, end)."""
    rows = Contact.objects.filter(city_id=city_id, began_at__gte=start, began_at__lt=end)
    return dict(rows.values_list("outcome").annotate(count=Count("pk")).order_by("outcome"))


def contact(contact_id: int, by: Actor) -> ContactLine | None:
    """Return one contact, for those who work with contacts; None for others."""
    if not may_work(by):
        return None
    found = _lines(Contact.objects.filter(pk=contact_id))
    return found[0] if found else None


def live_calls(city_id: int) -> list[ContactLine]:
    """The calls in progress, the longest wait first; one statement."""
    rows = Contact.objects.filter(city_id=city_id, outcome="", ended_at__isnull=True, channel=Channel.PHONE)
    return _lines(rows.order_by("answered_at", "began_at")[:MOST])


def untold(city_id: int, by: Actor) -> list[ContactLine]:
    """Ended contacts without an outcome: one's own and nobody's, for a supervisor all."""
    rows = Contact.objects.filter(city_id=city_id, outcome="", ended_at__isnull=False)
    if not may_lead_centre(by):
        rows = rows.filter(Q(operator_id=by.id) | Q(operator__isnull=True)) if may_work(by) else rows.none()
    return _lines(rows.order_by("began_at")[:MOST])


def contacts_in_hand(city_id: int, by: Actor) -> list[ContactLine]:
    """The contacts ringing at one's phone, in conversation or without an outcome, the oldest first; one statement."""
    mine = open_calls(city_id, by)
    return _lines(Contact.objects.filter(mine).order_by("began_at", "pk")[:MOST]) if mine is not None else []


def in_doubt(city_id: int) -> list[ContactLine]:
    """Calls with uncertain times, for a supervisor's review."""
    return _lines(Contact.objects.filter(city_id=city_id, is_uncertain=True).order_by("-began_at")[:MOST])


def call_backs_due(city_id: int, *, now: datetime) -> list[CallBackLine]:
    """The open call-backs, the soonest due first; one statement."""
    rows = CallBack.objects.filter(city_id=city_id, state="open").order_by("due_at", "pk")[:MOST]
    return [
        CallBackLine(row.pk, row.phone, row.due_at, row.calls, row.tries, row.tried_at, row.due_at < now, row.words)
        for row in rows
    ]


def marks_to_decide(city_id: int) -> list[MarkLine]:
    """Marks that no supervisor has decided yet."""
    rows = CallerMark.objects.filter(city_id=city_id, state="proposed").order_by("-proposed_at")[:MOST]
    return [MarkLine(row.pk, row.phone, row.kind, row.state, row.count, row.proposed_at) for row in rows]


def draft_of(contact_id: int) -> dict[str, Any]:
    """The draft of a contact."""
    row = CallDraft.objects.filter(pk=contact_id).first()
    return dict(row.words) if row else {}


def workstation_of(by: Actor) -> str:
    """The extension at which somebody works, "" for none."""
    return Workstation.objects.filter(staff_id=by.id).values_list("extension", flat=True).first() or ""


def seats(city_id: int) -> list[dict[str, Any]]:
    """Every phone: extension, who is at it (id and names), presence and since when."""
    names = {"operator_fa": F("staff__name_fa"), "operator_en": F("staff__name_en")}
    columns = ("extension", "staff_id", "presence", "presence_at", "why_paused")
    return list(Workstation.objects.filter(city_id=city_id).order_by("extension").values(*columns, **names))


def line_of(city_id: int) -> PbxLine | None:
    """The state of the PBX connection; None if there never was one."""
    return PbxLine.objects.filter(pk=city_id).first()


def open_on_line(city_id: int) -> list[tuple[str, datetime]]:
    """(Linkedid, began) of the calls without an end event."""
    rows = Contact.objects.filter(city_id=city_id, ended_at__isnull=True, pbx_key__isnull=False)
    return [(str(key), at) for key, at in rows.values_list("pbx_key", "began_at")]


def is_known_call(key: str) -> bool:
    """Whether a call has a contact."""
    return Contact.objects.filter(pbx_key=key).exists()


def metrics_between(city_id: int, start: datetime, end: datetime, *, now: datetime) -> CentreMetrics:
    """The metrics of incoming calls in a period; one statement."""
    rows = Contact.objects.filter(
        city_id=city_id, began_at__gte=start, began_at__lt=end, channel=Channel.PHONE, direction="in"
    )
    # A caller who was answered, transferred and then left is missed; some waits are unknown after lost events.
    answered, in_time = (
        Q(answered_at__isnull=False) & ~Q(outcome__in=MISSED),
        F("began_at") + timedelta(seconds=GOOD_WAIT),
    )
    is_vague = Q(wait_seconds__isnull=True, pbx_key__isnull=False)
    counted = rows.aggregate(
        calls=Count("pk"),
        answered=Count("pk", filter=answered),
        in_time=Count("pk", filter=answered & ~is_vague & Q(answered_at__lte=in_time)),
        missed=Count("pk", filter=Q(outcome__in=MISSED)),
    )
    waiting = [row for row in live_calls(city_id) if row.stage == "ringing" and row.direction == "in"]
    longest = max((round((now - row.began_at).total_seconds()) for row in waiting), default=0)
    return CentreMetrics(**counted, waiting=len(waiting), longest_wait=longest)


def _lines(rows: "QuerySet[Contact, Contact]") -> list[ContactLine]:
    names = {"name": F("citizen__name"), "operator_fa": F("operator__name_fa"), "operator_en": F("operator__name_en")}
    found: list[dict[str, Any]] = list(rows.values(*_COLUMNS, **names))
    return [ContactLine(**{**row, **{name: row[name] or "" for name in names}}) for row in found]
