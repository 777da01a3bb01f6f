"""The outbox in numbers: waiting, sent and failed messages, their cost, and blocked addresses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.db.models import Count, Q, Sum

from peygir.cases.models import Report
from peygir.cases.questions import QuestionKind
from peygir.desks.answers.conversation_texts import OF_SOMETHING_ELSE
from peygir.desks.answers.models import BlockedAddress, Message, ProviderState, Question, SendingHours, Tariff
from peygir.desks.answers.queries import question_to
from peygir.desks.answers.sending_rules import month_starts
from peygir.gateways.sms import provider_names
from peygir.people.channels import Channel

MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class MonthLine:
    """What one provider sent in a Jalali month; `cost` in rials, `unpriced`: messages of unknown cost."""

    first: date
    provider: str
    channel: str
    sent: int
    delivered: int
    failed: int
    parts: int
    cost: int
    unpriced: int


@dataclass(frozen=True, slots=True)
class OutboxState:
    """Counts of the outbox as of now."""

    waiting: int
    unsure: int
    sent_today: int
    dead: int


def standing(*, midnight: datetime) -> OutboxState:
    """Counts of the outbox; one statement."""
    totals = Message.objects.filter(Q(state__in=["pending", "dead"]) | Q(sent_at__gte=midnight)).aggregate(
        waiting=Count("pk", filter=Q(state="pending")),
        unsure=Count("pk", filter=Q(is_unsure=True)),
        sent=Count("pk", filter=Q(state="sent")),
        dead=Count("pk", filter=Q(state="dead")),
    )
    return OutboxState(totals["waiting"], totals["unsure"], totals["sent"], totals["dead"])


def by_month(now: datetime, zone: str, *, months: int = MONTHS) -> list[MonthLine]:
    """What each provider sent in the last Jalali months, the newest first; one statement per month."""
    lines: list[MonthLine] = []
    end: datetime | None = None
    for first, start in month_starts(now, zone, months):
        rows = Message.objects.filter(sent_at__gte=start)
        if end is not None:
            rows = rows.filter(sent_at__lt=end)
        grouped = rows.values("provider", "channel").annotate(
            sent=Count("pk"),
            delivered=Count("pk", filter=Q(delivery="delivered")),
            failed=Count("pk", filter=Q(delivery__in=["failed", "blocked"])),
            all_parts=Sum("parts"),
            all_cost=Sum("cost"),
            unpriced=Count("pk", filter=Q(channel=Channel.SMS, cost=None)),
        )
        lines += [
            MonthLine(
                first,
                row["provider"],
                row["channel"],
                row["sent"],
                row["delivered"],
                row["failed"],
                row["all_parts"] or 0,
                row["all_cost"] or 0,
                row["unpriced"],
            )
            for row in grouped.order_by("channel", "provider")
        ]
        end = start
    return lines


def blacklist(limit: int = 200) -> list[BlockedAddress]:
    """Addresses to which nothing is sent, the newest first."""
    return list(BlockedAddress.objects.filter(ended_at=None).order_by("-at", "-pk")[:limit])


def hours_in_force() -> dict[str, tuple[time, time]]:
    """Sending hours: kind → (from, to)."""
    return {row.kind: (row.opens, row.closes) for row in SendingHours.objects.filter(valid_to=None)}


def tariffs_in_force() -> dict[str, int]:
    """Provider → rials per message part."""
    return dict(Tariff.objects.filter(valid_to=None).values_list("provider", "rials"))


def provider_states() -> list[tuple[str, ProviderState | None]]:
    """The providers in their order, with the last known state of each (such as its credit)."""
    known = {row.provider: row for row in ProviderState.objects.filter(provider__in=provider_names())}
    return [(name, known.get(name)) for name in provider_names()]


def last_asked(reports: Sequence[Report]) -> Report | None:
    """The report that was last asked whether it is fixed and may still answer; None without one."""
    by_case: dict[int, list[Report]] = {}
    for report in reports:
        by_case.setdefault(report.case_id, []).append(report)
    asked = Question.objects.filter(case_id__in=list(by_case)).order_by("-asked_at", "-pk")
    for case_id in dict.fromkeys(asked.values_list("case_id", flat=True)):
        for report in by_case[case_id]:
            if question_to(report.case, report_id=report.pk) is not None:
                return report
    return None


def open_question_to(report: Report) -> Question | None:
    """The question that the reporter may answer now, or None."""
    return question_to(report.case, report_id=report.pk)


def spoke_of_else(channel: str, address: str, *, since: datetime) -> bool:
    """Whether the conversation with an address has turned to something else since; a text is then no answer to us."""
    rows = Message.objects.filter(channel=channel, address=address, kind__in=OF_SOMETHING_ELSE, created_at__gt=since)
    return rows.exists()


def has_been_told(channel: str, address: str, kinds: Sequence[str], *, since: datetime) -> bool:
    """Whether a message of one of these kinds was written to an address since a moment."""
    rows = Message.objects.filter(channel=channel, address=address, kind__in=kinds, created_at__gte=since)
    return rows.exists()


def answered_by_letter(message_ids: Sequence[str], *, address: str) -> Message | None:
    """The newest email of ours that an email from `address` answers, by the Message-IDs in its headers.

    Only an email sent to that very address counts, so that nobody answers for another by naming their email.
    """
    ids = [int(found[1]) for each in message_ids if (found := _OUR_ID.match(each))]
    rows = Message.objects.filter(pk__in=ids, channel=Channel.MAIL, address__iexact=address)
    return rows.select_related("report__case").order_by("-pk").first() if ids else None


_OUR_ID: Final = re.compile(r"<?peygir-(\d{1,18})@")


def is_survey(report: Report | None) -> bool:
    """Whether the question that the reporter may answer now belongs to a survey."""
    question = question_to(report.case, report_id=report.pk) if report is not None else None
    return question is not None and question.kind == QuestionKind.SURVEY
