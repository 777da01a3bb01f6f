"""The line to the PBX over a real socket, against a made-up exchange: every call becomes its contact, cut or not."""

import asyncio
import contextlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asgiref.sync import sync_to_async

from lab.exchange.calls import CallPlan, call_in
from lab.exchange.exchange import Exchange
from lab.exchange.server import SimulatedPbx
from peygir.centre.contacts import actions, queries
from peygir.centre.contacts.models import CallBack, Contact, PbxLine, QueueWait, Workstation
from peygir.core import clock
from peygir.gateways.ami.address import PbxAddressIsWrong, pbx_of_environment
from peygir.gateways.ami.client import Address, LineIsCut, LoginIsRefused, connected
from tests.drain import drain
from tests.pbx_line import EXTENSIONS, Line, is_settled, play, until
from tests.town import Town


def test_every_kind_of_call(seats: Town, tmp_path: Path) -> None:
    plans = [
        CallPlan("09170000001", patience=9, talk=0.1),
        CallPlan("09170000002", patience=9, talk=0.2, kind="transfer"),
        CallPlan("anonymous", patience=9, talk=0.1),
        CallPlan("09170000003", patience=9, talk=0.1),
    ]

    async def story(pbx: Line) -> None:
        await asyncio.gather(*(call_in(pbx.exchange, plan) for plan in plans))
        pbx.exchange.free.clear()
        await call_in(pbx.exchange, CallPlan("09170000004", patience=1.5, talk=0, queue_seconds=0.1))
        await call_in(pbx.exchange, CallPlan("09170000005", patience=0.1, talk=0.05, kind="voice"))
        await until(lambda: is_settled(pbx))

    pbx = play(seats, tmp_path, story)
    contacts = {row.pbx_key: row for row in Contact.objects.all()}
    assert set(contacts) == set(pbx.exchange.happened)
    for key, happened in pbx.exchange.happened.items():
        row = contacts[key]
        assert row.outcome == {"answered": "", "missed": "abandoned", "voice": "voice_mail"}[happened.how]
        assert [leg.extension for leg in row.legs.filter(answered_at__isnull=False).order_by("pk")] == happened.by
        last = Workstation.objects.filter(extension=happened.by[-1]).first() if happened.by else None
        assert row.operator_id == (last.staff_id if last else None)
    sent_on = Contact.objects.get(phone="+989170000004")
    assert list(QueueWait.objects.filter(contact=sent_on).order_by("pk").values_list("queue", "how")) == [
        ("137", "unanswered"),
        ("137-more", "unanswered"),
    ]
    assert len(pbx.records.read_text().splitlines()) > len(plans), "a call has several records"
    assert PbxLine.objects.get().is_up


def test_over_a_cut_nothing_is_lost(seats: Town, tmp_path: Path) -> None:
    async def story(pbx: Line) -> None:
        before = asyncio.create_task(call_in(pbx.exchange, CallPlan("09170000001", patience=9, talk=0.8)))
        over_it = asyncio.create_task(call_in(pbx.exchange, CallPlan("09170000002", patience=9, talk=3.0)))
        await until(lambda: Contact.objects.filter(answered_at__isnull=False).count() == 2)
        await pbx.door.stop()
        await call_in(pbx.exchange, CallPlan("09170000003", patience=9, talk=0.1))
        pbx.exchange.paused.update(dict.fromkeys(EXTENSIONS, "tea"))
        await call_in(pbx.exchange, CallPlan("09170000004", patience=0.1, talk=0))
        await before
        await pbx.door.start()
        await over_it
        await until(lambda: is_settled(pbx))

    pbx = play(seats, tmp_path, story)
    assert pbx.door.sign_ins >= 2
    rows = {row.phone[-1]: row for row in Contact.objects.all()}
    assert {number: row.outcome for number, row in rows.items()} == {"1": "", "2": "", "3": "", "4": "abandoned"}
    assert rows["3"].answered_at is not None, "it came and went while the line was cut: the records tell"
    assert not any(row.is_uncertain for row in rows.values())
    for key, happened in pbx.exchange.happened.items():
        answered = Contact.objects.get(pbx_key=key).legs.filter(answered_at__isnull=False)
        assert list(answered.values_list("extension", flat=True)) == happened.by


def connections(pbx: Line) -> list[str]:
    """The lines of the exchange's own log that tell of a caller whom the queue connected."""
    log = pbx.exchange.papers.queue_log
    assert log is not None
    return [line for line in log.read_text().splitlines() if "|CONNECT|" in line] if log.exists() else []


def is_connected(pbx: Line) -> bool:
    """Whether the queue has connected a caller."""
    return bool(connections(pbx))


def connected_at(pbx: Line) -> datetime:
    """When the queue connected its one caller."""
    (connection_line,) = connections(pbx)
    return datetime.fromtimestamp(int(connection_line.partition("|")[0]), tz=UTC)


@pytest.mark.parametrize("has_log", [True, False], ids=["queue log", "no log"])
def test_when_somebody_picked_up_in_a_cut(seats: Town, tmp_path: Path, has_log: bool) -> None:
    """The dialplan answers at once, so a record tells of no wait: the queue's log does, or the call is in doubt."""

    async def story(pbx: Line) -> None:
        await pbx.door.stop()
        await call_in(pbx.exchange, CallPlan("09170000003", patience=9, talk=2, ring=4))
        await pbx.door.start()
        await until(lambda: is_settled(pbx))

    pbx = play(seats, tmp_path, story, has_queue_log=has_log)
    row = Contact.objects.get()
    assert (row.line, row.keys, row.queue) == ("137", "1", "137")
    assert [leg.extension for leg in row.legs.filter(answered_at__isnull=False)] == ["101"]
    figures = queries.metrics_between(row.city_id, row.began_at, clock.now(), now=clock.now())
    assert figures.answered == 1
    if has_log:
        assert (row.is_uncertain, row.answered_at, figures.in_time) == (False, connected_at(pbx), 1)
    else:
        assert (row.is_uncertain, row.wait_seconds, figures.in_time) == (True, None, 0)


def test_a_call_answered_in_a_cut_that_goes_on_keeps_its_number(seats: Town, tmp_path: Path) -> None:
    async def story(pbx: Line) -> None:
        await pbx.door.stop()
        call = asyncio.create_task(call_in(pbx.exchange, CallPlan("09170000003", patience=9, talk=4, ring=0.1)))
        await until(lambda: is_connected(pbx))
        await pbx.door.start()
        await call
        await until(lambda: is_settled(pbx))

    pbx = play(seats, tmp_path, story)
    row = Contact.objects.get()
    assert (row.line, row.keys, row.queue, row.is_uncertain) == ("137", "1", "137", False)
    assert row.answered_at == connected_at(pbx)


def test_what_no_record_tells_is_marked_and_not_lost(seats: Town, tmp_path: Path) -> None:
    async def story(pbx: Line) -> None:
        call = asyncio.create_task(call_in(pbx.exchange, CallPlan("09170000001", patience=9, talk=900)))
        await until(lambda: Contact.objects.filter(answered_at__isnull=False).exists())
        await pbx.door.stop()
        call.cancel()  # as an exchange that was switched off: no record is written
        pbx.exchange.channels.clear()
        await pbx.door.start()
        await until(lambda: Contact.objects.filter(is_uncertain=True).exists())

    play(seats, tmp_path, story)
    (row,) = queries.in_doubt(seats.city_id)
    assert row.stage == "untold"
    actions.clear_doubt(row.id, by=seats.supervisor)
    assert queries.in_doubt(seats.city_id) == []


def test_calling_somebody_back(seats: Town, tmp_path: Path) -> None:
    async def story(pbx: Line) -> None:
        pbx.exchange.talks_for = 0.05
        pbx.exchange.free.clear()
        await call_in(pbx.exchange, CallPlan("09170000004", patience=0.1, talk=0))
        await until(lambda: is_settled(pbx))
        pbx.exchange.free.extend(EXTENSIONS)
        await sync_to_async(call_back)()
        await until(lambda: Contact.objects.filter(direction="out", ended_at__isnull=False).count() == 1)
        pbx.exchange.free.clear()  # it says Success to a phone that is not there
        await sync_to_async(lambda: actions.ask_for_call(seats.city_id, "09170000009", by=seats.operator))()
        await until(lambda: Contact.objects.filter(direction="out", ended_at__isnull=False).count() == 2)

    def call_back() -> None:
        Contact.objects.update(wait_seconds=30)
        drain()
        actions.call_person_back(CallBack.objects.get().pk, by=seats.operator)

    line = play(seats, tmp_path, story)
    assert line.exchange.orders == [("PJSIP/101", "09170000004"), ("PJSIP/101", "09170000009")]
    assert CallBack.objects.get().state == "done"
    out = Contact.objects.filter(direction="out").order_by("pk")
    assert [row.outcome for row in out] == ["", "not_called"]
    assert [row.operator_id for row in out] == [seats.operator.id] * 2


def test_signing_in(seats: Town) -> None:
    async def tries() -> list[str]:
        door = SimulatedPbx(Exchange(EXTENSIONS))
        await door.start()
        good = Address("127.0.0.1", door.port, door.user, door.secret)
        steps = []
        for address in (
            good,
            Address(good.host, good.port, good.user, good.secret, uses_challenge=False),
            Address(good.host, good.port, good.user, "wrong"),
            Address(good.host, 1, good.user, good.secret),
        ):
            try:
                async with connected(address) as client:
                    await client.ask("Ping")
                    summary = await client.ask_list("QueueSummary")
                    await client.ask("QueuePause", ("Interface", "PJSIP/101"), ("Paused", "1"), ("Reason", "tea"))
                    steps.append(f"in {len(summary)}")
            except (LoginIsRefused, LineIsCut) as refused:
                steps.append(type(refused).__name__)
        await door.stop()
        return steps

    assert asyncio.run(tries()) == ["in 2", "in 2", "LoginIsRefused", "LineIsCut"]
    assert "made-up" not in repr(Address("h", 1, "u", "made-up"))


def test_where_the_pbx_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEYGIR_PBX_URL", "ami://peygir:s%3Acret@192.0.2.10")
    found = pbx_of_environment("Asia/Tehran")
    assert (found.address.host, found.address.port, found.address.secret) == ("192.0.2.10", 5038, "s:cret")
    monkeypatch.setenv("PEYGIR_PBX_URL", "http://192.0.2.10")
    with pytest.raises(PbxAddressIsWrong), contextlib.nullcontext():
        pbx_of_environment("Asia/Tehran")
