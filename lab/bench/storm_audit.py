"""Compares the contacts stored during a storm of calls with the exchange's own log."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.db.models import Count, Q

from lab.bench.crash import broken_rows
from lab.bench.storm_operators import AcknowledgedCommand
from peygir.centre.contacts import queries
from peygir.centre.contacts.models import Contact, ContactReport
from peygir.centre.contacts.rules import MISSED, is_to_be_called_back
from peygir.core import clock
from peygir.desks.answers.models import Message
from peygir.history.queries import verify
from peygir.people.rules import SYSTEM

TOLD: Final = "reports not told exactly once that they are received"
WANTED: Final = {"missed": "abandoned", "voice": "voice_mail"}


def audit(city_id: int, log: Path, home: Path, acknowledged: Sequence[AcknowledgedCommand]) -> dict[str, Any]:
    """Return the counts side by side, and everything that does not agree."""
    happened = {row["key"]: row for row in map(json.loads, log.read_text().splitlines())}
    rows = {str(row.pbx_key): row for row in Contact.objects.filter(pbx_key__isnull=False)}
    wrong = Counter[str]()
    for key, line in happened.items():
        for fault in _faults(rows.get(key), line):
            wrong[fault] += 1
    wrong["a contact of no call"] = len(rows.keys() - happened.keys())
    kept = {row.pk: row for row in rows.values()}
    wrong["acknowledged, but not kept"] = sum(kept[one.contact].outcome != one.outcome for one in acknowledged)
    reported = sum(row.outcome == "reported" for row in rows.values())
    wrong["reports that are not one for each press"] = abs(ContactReport.objects.count() - reported)
    in_list = {line.id for line in queries.untold(city_id, SYSTEM)} | {line.id for line in queries.live_calls(city_id)}
    silent = [row for row in rows.values() if not row.outcome]
    wrong["without outcome or place in a list"] = sum(row.pk not in in_list for row in silent)
    wrong["missed and not to be called back"] = _forgotten(city_id, list(rows.values()))
    sent = _sent(home)
    wrong["messages sent twice"] = sum(count - 1 for count in sent.values())
    broken, verified = broken_rows([]), verify()
    broken.pop(TOLD, None)  # it assumes that every reporter has a phone
    wrong["reports not told exactly once"] = _untold_reports()
    wrong = Counter({name: count for name, count in wrong.items() if count})
    return {
        "log": dict(Counter(line["how"] for line in happened.values())),
        "kept": dict(Counter(_kept_as(row) for row in rows.values())),
        "outcomes": dict(Counter(row.outcome for row in rows.values())),
        "uncertain": sum(row.is_uncertain for row in rows.values()),
        "without_outcome": len(silent),
        "reports": ContactReport.objects.count(),
        "messages": sum(sent.values()),
        "call_backs_open": len(queries.call_backs_due(city_id, now=clock.now())),
        "wrong": dict(wrong),
        "broken": broken,
        "events": verified.events,
        "chain_breaks": len(verified.breaks),
        "is_clean": not wrong and not broken and not verified.breaks and bool(happened),
    }


def _kept_as(row: Contact) -> str:
    is_missed = row.answered_at is None or row.outcome in MISSED
    return row.outcome if is_missed else "answered"


def _faults(row: Contact | None, log_entry: dict[str, Any]) -> list[str]:
    """Return what of one call differs from the exchange's log."""
    if row is None:
        return ["a call without contact"]
    faults = []
    if log_entry["how"] == "answered":
        if row.answered_at is None:
            faults.append("answered, and kept as missed")
        phones = set(row.legs.filter(answered_at__isnull=False).values_list("extension", flat=True))
        # The first of two operators in a transfer without a listener is unknown; the last is known.
        if not {log_entry["by"][-1]} <= phones <= set(log_entry["by"]):
            faults.append("answered by other phones")
    elif row.outcome != WANTED[log_entry["how"]]:
        faults.append("missed, and kept otherwise")
    if row.ended_at is None:
        faults.append("not ended")
    return faults


def _untold_reports() -> int:
    """Return the number of reports with a phone that do not have exactly one message of receipt."""
    told = Count("pk", filter=Q(kind="received", channel="sms"))
    once = {row["report"] for row in Message.objects.values("report").annotate(told=told) if row["told"] == 1}
    reports = ContactReport.objects.filter(report__citizen__isnull=False).values_list("report_id", flat=True)
    return len(set(reports) - once)


def _forgotten(city_id: int, rows: Sequence[Contact]) -> int:
    centre_settings = queries.centre_settings_at(city_id, clock.now())
    return sum(
        row.call_back_id is None
        and row.outcome in WANTED.values()
        and is_to_be_called_back(phone=row.phone, wait_seconds=row.wait_seconds, centre_settings=centre_settings)
        for row in rows
    )


def _sent(home: Path) -> Counter[str]:
    """Count how often each message was sent, from the file that stands in for the provider."""
    path = home / "outbox" / "sms.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    return Counter(f"{line['to']} {line['text']}" for line in lines)
