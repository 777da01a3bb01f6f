"""Stores the commands that a device sends, each once, and carries out those whose turn it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from peygir.cases.queries import case_of
from peygir.cases.rules import visibility_of
from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.core.translation import gettext_lazy as _
from peygir.journey.sync.actions.photos import lacks_photos, take_photos
from peygir.journey.sync.actions.settling import case_code, is_report_refused, settle
from peygir.journey.sync.envelopes import SentBatch, SentCommand
from peygir.journey.sync.rules import LOCAL, REPORT, QueuedCommand, clock_offset, next_turn
from peygir.media.queries import Owner
from peygir.people.acting import actor_named
from peygir.people.actions import KeyMayNot
from peygir.people.key_rules import SCOPES
from peygir.people.rules import Actor, may_see
from peygir.storage.receipts.actions import KeyIsOfAnotherCommand, passes
from peygir.storage.receipts.models import DeviceBranch, DeviceCommand
from peygir.storage.receipts.patience import PATIENCE
from peygir.storage.receipts.rules import REFUSED, WAITING, digest_of
from peygir.storage.rows import insert

_LOOKED_AT: Final = 200  # waiting commands of a branch, for the next turn
_WAITS: Final = {
    "order": _("An earlier entry of this device has not arrived yet."),
    "report": _("The report that this entry belongs to has not arrived yet."),
    "photos": _("A photo of this entry has not arrived yet."),
}


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends commands: the owner of their keys, who carries them out, and the channel of the reports among them.

    `uploaders` are the names under which the sender's photos are uploaded.
    """

    owner: str
    actor: Actor
    channel: str
    may_report: bool = True
    uploaders: Owner = ()


@dataclass(frozen=True, slots=True)
class CommandResult:
    """What became of a command; `known` if it had come before. `answer` has the case's version, or a refusal; `photos`
    are the digests of those of its photos that the server has and keeps.
    """

    uuid: UUID
    result: str
    known: bool
    code: str = ""
    fields: Sequence[str] = ()
    has_gap: bool = False
    choice: str = ""
    answer: dict[str, object] = field(default_factory=dict)
    photos: Sequence[str] = ()


def receive_commands(batch: SentBatch, *, sender: Sender) -> list[CommandResult]:
    """Store and carry out the commands of a device, and return what became of each, in their order.

    All are stored in one transaction, and each is carried out in another: after an interruption the device sends all
    again, and what is known is not done twice.
    """
    known = _store(batch, sender)
    rows = _rows(sender, known)
    for row in rows.values():
        take_photos(row, sender.uploaders)
    for branch_id in dict.fromkeys(row.branch_id for row in rows.values()):
        advance(branch_id)
    _advance_locals(rows.values())
    rows = _rows(sender, known)
    return [_result(command, rows[command.uuid], known=known[command.uuid]) for command in batch.commands]


def _rows(sender: Sender, uuids: Iterable[UUID]) -> dict[UUID, DeviceCommand]:
    rows = DeviceCommand.objects.select_related("branch").filter(owner=sender.owner, uuid__in=list(uuids))
    return {row.uuid: row for row in rows}


def _store(batch: SentBatch, sender: Sender) -> dict[UUID, bool]:
    """Store the commands whose uuid is new; returns for each whether it was known."""
    now = clock.now()
    offset = clock_offset(batch.sent_at, now)
    known: dict[UUID, bool] = {}
    with transaction.atomic():
        branches = {
            place: _branch(sender, *place, offset=offset, at=now)
            for place in sorted({(command.device, command.branch) for command in batch.commands})
        }
        for command in batch.commands:
            branch = branches[command.device, command.branch]
            row = _row(command, branch, sender, offset=offset, at=now)
            known.setdefault(command.uuid, not insert(row, unless_known=True))
    return known


def _branch(sender: Sender, device: str, name: str, *, offset: float | None, at: datetime) -> DeviceBranch:
    values = {"by": str(sender.actor), "channel": sender.channel, "clock_offset": offset, "seen_at": at}
    branch, _is_new = DeviceBranch.objects.update_or_create(
        owner=sender.owner, device=device, branch=name, defaults=values
    )
    return branch


def _row(
    command: SentCommand, branch: DeviceBranch, sender: Sender, *, offset: float | None, at: datetime
) -> DeviceCommand:
    row = DeviceCommand(
        branch=branch,
        owner=sender.owner,
        uuid=command.uuid,
        digest=_digest(command),
        seq=command.seq,
        target=command.order,
        base_version=command.base_version,
        made_at=command.made_at,
        received_at=at,
        clock_offset=offset,
        body=dict(command.body),
        photos=[[digest, ""] for digest in command.photos],
    )
    if command.body.get("verb") == REPORT and not sender.may_report:
        refusal = KeyMayNot(scope=SCOPES["report"])
        row.state, row.settled_at = REFUSED, at
        row.answer = {"error": refusal.name, "fa": refusal.words("fa"), "en": refusal.words("en")}
    return row


def _digest(command: SentCommand) -> bytes:
    said = {"order": command.order, "base": command.base_version, "body": command.body}
    return digest_of(said | ({"photos": sorted(command.photos)} if command.photos else {}))


def advance(branch_id: int) -> int:
    """Carry out the commands of a branch whose turn it is, each in its own transaction; returns how many."""
    done = 0
    while _step(branch_id):
        done += 1
    return done


def _step(branch_id: int) -> bool:
    try:
        with transaction.atomic():
            branch = DeviceBranch.objects.select_for_update(no_key=True).get(pk=branch_id)
            waiting = branch.commands.filter(state=WAITING)
            rows = list(waiting.order_by("seq", "pk")[:_LOOKED_AT])
            if len(rows) == _LOOKED_AT:  # all of these may wait for ever, and hold up nothing for longer than PATIENCE
                overdue = waiting.filter(received_at__lte=clock.now() - PATIENCE)
                rows += overdue.exclude(pk__in=[row.pk for row in rows])
            last = _last_settled(branch)
            turn = next_turn(
                [QueuedCommand(row.pk, row.seq, row.received_at, _is_ready(row, branch)) for row in rows],
                last_seq=last,
                now=clock.now(),
                patience=PATIENCE,
            )
            if turn is None:
                return False
            settle(next(row for row in rows if row.pk == turn.id), branch, has_gap=turn.has_gap)
            branch.last_seq = max(last, turn.seq)
            branch.save(update_fields=["last_seq"])
            return True
    except Refusal as refusal:
        if not passes(refusal):
            raise
        return False  # it waits; the device sends it again


def _last_settled(branch: DeviceBranch) -> int:
    """The last seq without a gap before it: refused when they came, some commands never waited for their turn."""
    last = branch.last_seq
    settled = branch.commands.exclude(state=WAITING).filter(seq__gt=last).order_by("seq")
    for seq in settled.values_list("seq", flat=True):
        if seq > last + 1:
            break
        last = max(last, seq)
    return last


def _is_ready(row: DeviceCommand, branch: DeviceBranch) -> bool:
    """Whether a command's photos have arrived, and its case is known; one that the device's own report opened must have
    reached its unit first. If that report was refused, there is nothing left to wait for.
    """
    if lacks_photos(row):
        return False
    if not row.target.startswith(LOCAL) or row.body.get("verb") == REPORT:
        return True
    case = case_of(case_code(row, branch))
    if case is None:
        return is_report_refused(row, branch)
    by = actor_named(branch.by)
    return case.unit_id is not None or by is None or may_see(by, visibility_of(case))


def _advance_locals(rows: Iterable[DeviceCommand]) -> None:
    """Carry out what waited, in other branches of the same devices, for reports that have come now."""
    targets = {row.target for row in rows if row.target.startswith(LOCAL)}
    devices = {row.branch.device for row in rows}
    if targets:
        waiting = DeviceCommand.objects.filter(state=WAITING, target__in=targets, branch__device__in=devices)
        for branch_id in waiting.values_list("branch_id", flat=True).distinct():
            advance(branch_id)


def _result(command: SentCommand, row: DeviceCommand, *, known: bool) -> CommandResult:
    if bytes(row.digest) != _digest(command):
        refusal = KeyIsOfAnotherCommand()
        answer: dict[str, object] = {"error": refusal.name, "fa": refusal.words("fa"), "en": refusal.words("en")}
        return CommandResult(command.uuid, REFUSED, known=True, answer=answer)
    answer, has_gap = dict(row.answer), row.has_gap and row.state != WAITING
    if row.state == WAITING:
        why = _WAITS["photos" if lacks_photos(row) else "order" if _is_ready(row, row.branch) else "report"]
        answer = {"fa": why.in_language("fa"), "en": why.in_language("en")}
    photos = [digest for digest, name in row.photos if name]
    return CommandResult(command.uuid, row.state, known, row.code, row.fields, has_gap, row.choice, answer, photos)
