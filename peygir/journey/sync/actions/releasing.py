"""Carries out commands of phones that waited too long, and forgets what old ones said."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db.models import Q

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.desks.fieldwork import actions as fieldwork
from peygir.history.kinds.case_sync import ConflictDecided
from peygir.journey.sync.actions.receiving import advance
from peygir.journey.sync.bodies import verb_of
from peygir.journey.sync.queries import KEEP_FILE
from peygir.journey.sync.rules import ORDER_VERBS
from peygir.people.privacy_rules import Traces, is_quoted
from peygir.people.rules import CLOCK
from peygir.storage.receipts.models import DeviceCommand
from peygir.storage.receipts.patience import PATIENCE, ROWS_LIVE
from peygir.storage.receipts.rules import CONFLICT, WAITING

_AT_ONCE: Final = 100


def release_overdue(now: datetime) -> int:
    """Carry out, with a mark, the commands that have waited for a missing one for too long; returns how many.

    What waits for its report goes on waiting, but nothing waits for it any longer.
    """
    before = now - PATIENCE
    overdue = DeviceCommand.objects.filter(state=WAITING, has_gap=False, received_at__lte=before)
    done = 0
    for branch_id in set(overdue.order_by("received_at").values_list("branch_id", flat=True)[:_AT_ONCE]):
        done += advance(branch_id)
        passed = DeviceCommand.objects.filter(branch_id=branch_id, state=WAITING, received_at__lte=before)
        done += passed.filter(has_gap=False).update(has_gap=True)
    return done


def forget_commands(*, before: datetime) -> int:
    """Delete what settled commands said, and the oldest commands; returns how many there were.

    The row stays for much longer than the body, so that a device that comes back late does nothing twice.
    """
    settled = DeviceCommand.objects.filter(settled_at__lt=before).exclude(state=CONFLICT, choice="")
    cleared = settled.exclude(body={}).update(body={})
    return cleared + settled.filter(settled_at__lt=before - ROWS_LIVE).delete()[0]


def erase_bodies(case: Case, codes: Collection[str], *, traces: Traces | None = None) -> int:
    """Empty what commands about a case said, but of those that wait; returns how many. Hold the case's lock.

    With `traces` only of those that hold one of them.

    `codes` are those of the case and its reports. The digest of what was sent stays with the row, so that a phone that
    sends it again is recognised. Two versions between which nobody has decided count as decided for the file: the other
    one is not there any more.
    """
    is_about = Q(code__in=codes) | Q(body__case__in=list(codes))  # of the case, or with a result of an order for it
    settled = DeviceCommand.objects.filter(is_about).exclude(state=WAITING).exclude(body={})
    if traces is not None:
        said = {row.pk: json.dumps(row.body, ensure_ascii=False) for row in settled}
        settled = settled.filter(pk__in=[pk for pk, text in said.items() if is_quoted(text, traces)])
    for command in settled.filter(state=CONFLICT, choice=""):
        DeviceCommand.objects.filter(pk=command.pk).update(choice=KEEP_FILE, decided_by=str(CLOCK))
        verb = verb_of(command.body)
        if verb in ORDER_VERBS:
            fieldwork.record_conflict_decided(command.code, command.pk, verb=verb, choice=KEEP_FILE, by=CLOCK)
        else:
            event = ConflictDecided(command=command.pk, verb=verb, choice=KEEP_FILE)
            cases.record_event(case, event, by=CLOCK)
    return settled.update(body={})
