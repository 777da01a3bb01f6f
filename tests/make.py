"""Deterministic builders over the real actions: a report, a case at a certain point of its way, a photo."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from PIL import Image

from peygir.cases.models import Case, Report
from peygir.cases.new_report import NewReport, Reporter
from peygir.core.refusals import Refusal
from peygir.desks.answers.actions import keep_contact_channel
from peygir.desks.intake.actions import ReportReceipt, receive_report
from peygir.history.queries import timeline
from peygir.journey.commands import apply_command
from peygir.people.rules import ANONYMOUS, Actor, Proof
from tests.drain import drain
from tests.town import CODE, PHONES, point_in, town

POTHOLE = "چالهٔ بزرگی وسط خیابان است"


def report(
    topic: str = "CIV-01",
    *,
    district: str = "1",
    phone: str | None = PHONES[0],
    name: str = "",
    email: str = "",
    text: str = POTHOLE,
    by: Actor = ANONYMOUS,
    channel: str = "web",
    proof: Proof = "",
    **given: Any,
) -> ReportReceipt:
    """A report of a topic in a district by a reporter with a phone (None: anonymous); an `email` comes by an app."""
    lat, lon = point_in(district) if district else (None, None)
    reporter = Reporter(phone=phone, proof=proof, name=name, email=email) if phone else Reporter()
    also = given.pop("also", None)
    given = {"lat": lat, "lon": lon, "reporter": reporter, **given}
    if email:
        channel = "api" if channel == "web" else channel

        def also(row: Report) -> None:
            keep_contact_channel(row.pk, channel="mail", address=email)

    return receive_report(CODE, NewReport(channel=channel, text=text, topic_code=topic, **given), by=by, also=also)


def case(code: str) -> Case:
    """The case that carries a code, fresh from the database."""
    return Case.objects.get(code=code)


def report_row(code: str) -> Report:
    """The report of a code, fresh from the database."""
    return Report.objects.get(code=code)


def command(code: str, verb: str, by: Actor, **given: Any) -> int:
    """One press of a person who saw the case as it is now."""
    given.setdefault("version", case(code).version)
    return apply_command(code, verb, by=by, **given)


def referred(topic: str = "CIV-01", **given: Any) -> str:
    """The code of a case that the worker has routed and promised."""
    code = report(topic, **given).code
    drain()
    return code


def in_hand(by: Actor | None = None, **given: Any) -> str:
    """The code of a case that its clerk has taken in hand."""
    code = referred(**given)
    command(code, "accept", by or town().clerk)
    drain()
    return code


def done(by: Actor | None = None, answer: str = "چاله پر شد.", form: str = "آسفالت ریخته شد", **given: Any) -> str:
    """The code of a case that is done with a form as evidence, and the citizen asked."""
    code = in_hand(by, **given)
    command(code, "finish", by or town().clerk, note=answer, form=form)
    drain()
    return code


def kinds(code: str) -> list[str]:
    """The kinds of events of a case, in order."""
    return [event.kind for event in timeline("case", case(code).pk)]


def photo(side: int = 40, colour: str = "teal", *, gps: bool = True, kind: str = "JPEG") -> bytes:
    """A small picture; with `gps` it says that it was taken in the town."""
    picture, out = Image.new("RGB", (side, side // 2), colour), io.BytesIO()
    exif = Image.Exif()
    if gps:
        exif[0x010E] = "secret words in the description"
        exif.get_ifd(0x8825).update({1: "N", 2: (29.0, 36.0, 18.0), 3: "E", 4: (52.0, 30.0, 36.0)})
    picture.save(out, kind, exif=exif.tobytes() if gps else b"")
    return out.getvalue()


@contextmanager
def refused(refusal: type[Refusal]) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """The block raises this refusal, and its transaction is undone as it would be at an edge."""
    with pytest.raises(refusal) as info, transaction.atomic():
        yield info


def moment(text: str) -> datetime:
    """An ISO moment with its zone."""
    return datetime.fromisoformat(text)
