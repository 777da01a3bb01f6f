"""Reads the result of a case from a phone's command: its fields, and its pictures with what the page says of them."""

from collections.abc import Mapping
from datetime import timedelta

from peygir.core.json_values import text_in
from peygir.core.moments import read_moment
from peygir.desks.fieldwork.actions import MoreEvidence, StreetResult
from peygir.journey.sync.actions.photos import pictures_of
from peygir.journey.sync.bodies import CommandIsNotReadable
from peygir.journey.sync.shots import AFTER, BEFORE, SIGNATURE, PageShot, shots_in
from peygir.storage.receipts.models import DeviceCommand


def result_of(body: Mapping[str, object], command: DeviceCommand) -> StreetResult:
    """Return the result that a command brings. Raises CommandIsNotReadable."""
    until = text_in(body, "until")
    moment = read_moment(until) if until else None
    if until and moment is None:
        raise CommandIsNotReadable(field="until")
    pictures = pictures_of(command)
    shot = next((shot for shot in shots_in(body) if shot.role == AFTER), PageShot("", AFTER))
    return StreetResult(
        result=text_in(body, "result"),
        reason=text_in(body, "reason"),
        note=text_in(body, "note"),
        answer=text_in(body, "answer"),
        form=text_in(body, "form"),
        photo=pictures.get(AFTER),
        more=MoreEvidence(
            before=pictures.get(BEFORE),
            signature=pictures.get(SIGNATURE),
            answers=_answers(body),
            lat=shot.lat,
            lon=shot.lon,
            # By the server's clock, as far as it knows how wrong the phone's is.
            taken_at=shot.taken_at + timedelta(seconds=command.clock_offset or 0) if shot.taken_at else None,
            stand_in=text_in(body, "stand_in"),
        ),
        until=moment,
    )


def _answers(body: Mapping[str, object]) -> Mapping[str, str]:
    rows = body.get("answers") or {}
    if not isinstance(rows, dict):
        raise CommandIsNotReadable(field="answers")
    for code, text in rows.items():
        if not isinstance(text, str):
            raise CommandIsNotReadable(field=str(code)[:40])
    return rows
