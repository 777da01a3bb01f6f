"""The health page and the metrics tell the truth, and tell strangers no figure."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from peygir.city import queries
from peygir.core import clock
from peygir.core.addresses import is_this_machine
from peygir.desks.answers.models import Message
from peygir.history.actions import beat
from peygir.journey import vitals
from peygir.ops.cluster import APP
from peygir.people.models import Staff
from peygir.web.kit.health_look import KEPT
from tests import make
from tests.drain import drain
from tests.town import CODE, Town, TownClock

TOKEN = "a-token-of-a-watchman"
STRANGER: dict[str, str] = {}
WATCHMAN = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(autouse=True)
def calm(town: Town, town_clock: TownClock, settings: Any, tmp_path: Path) -> None:
    """A town in which nothing waits, with a token and a backup of this morning."""
    settings.HEALTH_TOKEN = TOKEN
    note_backup(tmp_path, hours=1)
    make.referred()
    Message.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM jobs_job")


def note_backup(home: Path, *, hours: float) -> None:
    made_at = clock.now() - timedelta(hours=hours)
    (home / "last-backup.json").write_text(json.dumps({"made_at": made_at.isoformat()}))


def look(headers: dict[str, str] = STRANGER) -> tuple[int, dict[str, Any]]:
    answer = Client().get(reverse("health"), headers={"Accept": "application/json", **headers})
    return answer.status_code, answer.json()


def faults() -> list[str]:
    status, health = look()
    names = [reason["name"] for reason in health["reasons"]]
    assert health["is_well"] is (status == 200) is (not names)
    assert names == [name for name, is_good in health["checks"].items() if not is_good]
    assert all(reason["fa"] != reason["en"] for reason in health["reasons"])
    return names


def test_when_nothing_is_wrong() -> None:
    assert faults() == []
    page = Client().get(reverse("health"))
    assert page.status_code == 200
    assert "سامانه" in page.content.decode()


def message(**given: Any) -> Message:
    now = clock.now()
    return Message.objects.create(
        kind="one_time_code",
        channel="sms",
        address="+989120000000",
        body="x",
        **{"created_at": now, "next_try_at": now, **given},
    )


def test_messages_that_wait(town_clock: TownClock) -> None:
    for _ in range(25):
        message()
    message(next_try_at=clock.now() + timedelta(hours=9))  # waits for the morning, as it should
    assert faults() == []
    town_clock.forward(minutes=16)
    assert faults() == ["messages"]
    figures = look(WATCHMAN)[1]["figures"]
    assert figures["messages_waiting"] == 26
    assert figures["oldest_message"] == 16 * 60


def test_a_gateway_that_takes_nothing(town_clock: TownClock) -> None:
    """Three messages fail side by side and none has gone out since; a single one is a wrong number."""
    later = clock.now() + timedelta(hours=2)
    message(tries=3, next_try_at=later)
    message(tries=3, next_try_at=later)
    assert faults() == []
    message(tries=3, next_try_at=later)
    assert faults() == ["gateways"]
    town_clock.forward(minutes=1)
    message(state="sent", sent_at=clock.now(), next_try_at=None)
    assert faults() == []


def test_dead_letters() -> None:
    for _ in range(vitals.DEAD_LETTERS - 1):
        message(state="dead", next_try_at=None)
    assert faults() == []
    message(state="dead", next_try_at=None)
    assert faults() == ["dead_letters"]


def job(state: str = "waiting", *, minutes: float = 0) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs_job (queue, action, file_id, state, due_at)"
            " VALUES ('outside', 'none', 1, %s, now() - make_interval(mins => %s::int))",
            [state, minutes],
        )


def test_jobs_that_wait_or_have_failed() -> None:
    job(minutes=5)
    job(minutes=-600)  # to be done later
    assert faults() == []
    job(minutes=11)
    assert faults() == ["jobs"]
    job("failed")
    assert faults() == ["jobs", "failed_jobs"]
    figures = look(WATCHMAN)[1]["figures"]
    assert figures["jobs_failed"] == 1
    assert 660 <= figures["oldest_job"] < 720


def test_a_job_of_an_event_is_due_from_the_moment_of_its_event() -> None:
    make.report()
    assert faults() == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE jobs_job SET due_at = due_at - interval '11 minutes'")
    assert faults() == ["jobs"]
    drain()
    assert faults() == []


def test_processes_that_give_no_sign(town_clock: TownClock) -> None:
    for name in ("worker", "clock"):
        beat(name, clock.now())
    town_clock.forward(seconds=vitals.WORKER_SILENT + 1)
    assert faults() == ["worker"]
    town_clock.forward(seconds=vitals.CLOCK_SILENT)
    assert faults() == ["worker", "clock"]
    beat("worker", clock.now())
    assert faults() == ["clock"]


def test_the_backup_s_age(town: Town, tmp_path: Path) -> None:
    city_facts = queries.current_city(CODE)

    def names(hours: float, days: float) -> list[str]:
        note_backup(tmp_path, hours=hours)
        return vitals.faults(vitals.take(city_facts, home=tmp_path, now=clock.now()), backup_days=days)

    assert names(47, 2) == []
    assert names(49, 2) == ["backup"]
    assert names(49, 7) == []
    assert names(10_000, 0) == []
    assert city_facts.is_sample
    assert faults() == []  # of a sample nobody needs one
    (tmp_path / "last-backup.json").unlink()
    (tmp_path / "peygir.lock").touch()  # served for the first time, and never backed up
    first = (tmp_path / "peygir.lock").stat().st_mtime
    now = datetime.fromtimestamp(first, UTC) + timedelta(days=3)
    assert "backup" in vitals.faults(vitals.take(city_facts, home=tmp_path, now=now), backup_days=2)


def test_a_disk_that_is_nearly_full(town: Town) -> None:
    measured = vitals.take(queries.current_city(CODE), home=Path("/"), now=clock.now())
    assert 0 < measured.disk_free <= 1
    assert "disk" in vitals.faults(vitals.Vitals(**{**as_dict(measured), "disk_free": 0.049}), backup_days=0)
    assert "disk" not in vitals.faults(vitals.Vitals(**{**as_dict(measured), "disk_free": 0.051}), backup_days=0)


def as_dict(found: vitals.Vitals) -> dict[str, Any]:
    return {name: getattr(found, name) for name in vitals.Vitals.__slots__}


def test_strangers_learn_no_figure() -> None:
    for _ in range(3):
        message(tries=3)
    _, told = look()
    assert set(told) == {"is_well", "version", "checks", "reasons"}
    page = Client().get(reverse("health"), headers={"Accept-Language": "en"}).content.decode()
    assert "Figures" not in page
    assert Client().get(reverse("metrics")).status_code == 302
    wrong = {"Authorization": "Bearer not-the-token"}
    assert "figures" not in look(wrong)[1]
    clerk = Client()
    clerk.force_login(Staff.objects.get(username="clerk"))
    assert clerk.get(reverse("metrics")).status_code == 403


def test_keepers_see_them() -> None:
    message()
    admin = Client(headers={"Accept-Language": "en"})
    admin.force_login(Staff.objects.get(username="admin"))
    page = admin.get(reverse("health")).content.decode()
    assert "Messages that wait" in page
    for client, headers in ((admin, {}), (Client(), WATCHMAN)):
        answer = client.get(reverse("metrics"), headers=headers)
        assert answer.status_code == 200
        text = answer.content.decode()
        assert "peygir_messages_waiting 1.0" in text
        assert 'peygir_well{check="worker"} 1.0' in text
        may_change_events = connection.settings_dict["USER"] != APP
        assert f"peygir_is_past_safe {0.0 if may_change_events else 1.0}" in text


def test_without_a_token_in_the_settings_none_opens(settings: Any) -> None:
    settings.HEALTH_TOKEN = ""
    assert "figures" not in look({"Authorization": "Bearer "})[1]
    assert Client().get(reverse("metrics"), headers={"Authorization": "Bearer "}).status_code == 302


def test_what_a_proxy_asks(town_clock: TownClock) -> None:
    beat("worker", clock.now())
    town_clock.forward(hours=1)
    assert look()[0] == 503
    assert Client().get(reverse("health_serving")).status_code == 200


def test_while_one_thread_looks_the_others_tell_the_look_before(town_clock: TownClock) -> None:
    before = KEPT.look()
    town_clock.forward(minutes=30)
    with ThreadPoolExecutor(1) as others, KEPT._lock:  # somebody looks, and the database is slow
        assert others.submit(KEPT.look).result(timeout=30) is before
    assert KEPT.look() is not before


def test_who_asks_often_is_told_the_last_look(settings: Any, django_assert_num_queries: Any) -> None:
    settings.HEALTH_SECONDS = 0.0
    look()
    settings.HEALTH_SECONDS = 600.0
    with django_assert_num_queries(0):
        for _ in range(20):
            look()
    settings.HEALTH_SECONDS = 0.0
    look()


@pytest.mark.parametrize(
    ("host", "is_here"),
    [
        ("", True),
        ("/run/postgresql", True),
        ("@socket", True),
        ("localhost", True),
        ("127.0.0.1", True),
        ("::1", True),
        ("db.example", False),
        ("10.0.0.5", False),
        ("localhost.example", False),
        ("2001:db8::1", False),
    ],
)
def test_which_database_needs_tls(host: str, is_here: bool) -> None:
    assert is_this_machine(host) == is_here


def test_keepers_are_told_how_the_database_is_reached() -> None:
    answer = Client().get(reverse("metrics"), headers=WATCHMAN)
    assert "peygir_is_database_private 1.0" in answer.content.decode()
