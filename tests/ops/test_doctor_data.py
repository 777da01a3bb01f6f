"""The doctor: faults of a city's queues, accounts, map, record and lake are planted in rows and files, and named."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.db.models import F

from peygir.atlas.models import LoadedMap
from peygir.city import queries as city
from peygir.city.models import City
from peygir.core import clock
from peygir.core.jalali import to_gregorian, to_jalali
from peygir.desks.answers.models import Message
from peygir.history.actions import beat
from peygir.history.record.growing import extend_record
from peygir.history.record.keys import new_keys
from peygir.journey.vitals import FAILING
from peygir.media.models import PictureLook
from peygir.ops.doctor.data import PUBLISHED_PASSWORD
from peygir.ops.doctor.installation import Installation
from peygir.ops.paths import ROOT, make_home
from peygir.outlook.insight.lake.manifest import Manifest, write_manifest
from peygir.people.models import Staff
from tests import make
from tests.desks.test_drop_box import dropped_report
from tests.dropped import held_key
from tests.patients import codes
from tests.town import CODE, Town, TownClock


@pytest.fixture
def later(town: Town) -> Iterator[TownClock]:
    """A clock that stands an hour after the town was loaded."""
    still = TownClock(clock.now() + timedelta(hours=1))
    with clock.simulated(still):
        yield still


@pytest.fixture
def served_city(town: Town, later: TownClock, tmp_path: Path) -> Installation:
    """A town in which worker and clock have just shown that they live, and nothing waits."""
    home = make_home(tmp_path / "home")
    (home / "peygir.lock").touch()
    Message.objects.all().delete()
    rows("DELETE FROM jobs_job")
    for name in ("worker", "clock"):
        beat(name, clock.now())
    return Installation(home, ROOT, {"PEYGIR_CITY": CODE}, is_checkout=True)


def rows(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def job(state: str, *, due: int, started: int | None = None) -> None:
    """A job that was due, and began, so many minutes ago."""
    rows(
        "INSERT INTO jobs_job (queue, action, file_id, state, due_at, started_at) VALUES ('outside', 'none', 1, %s,"
        " now() - make_interval(mins => %s::int), now() - make_interval(mins => %s::int))",
        state,
        due,
        started,
    )


def messages(count: int, **given: object) -> None:
    now = clock.now()
    usual = {"created_at": now, "next_try_at": now - timedelta(minutes=20)}
    for _ in range(count):
        Message.objects.create(
            kind="one_time_code", channel="sms", address="+989120000000", body="x", **{**usual, **given}
        )


def unowned() -> None:
    code = make.referred()
    rows("DELETE FROM jobs_job")
    rows("UPDATE cases_case SET unit_id = NULL, opened_at = opened_at - interval '1 day' WHERE code = %s", code)


def late_promise() -> None:
    code = make.referred()
    rows("DELETE FROM jobs_job")
    late = clock.now() - timedelta(minutes=9)
    case = "(SELECT id FROM cases_case WHERE code = %s)"
    rows(f"UPDATE promises_promise SET given_due_at = %s, due_at = %s WHERE case_id = {case}", late, late, code)


QUEUES: dict[str, Callable[[], object]] = {
    "worker-silent": lambda: beat_before("worker", minutes=3),
    "clock-silent": lambda: beat_before("clock", minutes=11),
    "due-late": late_promise,
    "duty-fails": lambda: beat(f"{FAILING}send_messages", clock.now()),
    "jobs-late": lambda: job("waiting", due=11),
    "job-too-long": lambda: job("running", due=31, started=31),
    "jobs-failed": lambda: job("failed", due=5),
    "messages-late": lambda: messages(1),
    "gateways-silent": lambda: messages(3, tries=3, next_try_at=clock.now() + timedelta(hours=1)),
    "dead-letters": lambda: messages(10, state="dead", next_try_at=None),
    "cases-without-owner": unowned,
}


def beat_before(name: str, *, minutes: int) -> None:
    rows("UPDATE history_pulse SET at = %s WHERE name = %s", clock.now() - timedelta(minutes=minutes), name)


@pytest.mark.parametrize("code", QUEUES)
def test_a_fault_of_the_queues_is_named_alone(served_city: Installation, code: str) -> None:
    usual = codes(served_city, "data")
    assert usual <= {"sample-city", "street-map-missing", "holidays-missing"}
    QUEUES[code]()
    assert codes(served_city, "data") - usual == {code}


def test_a_process_that_has_never_given_a_sign_is_named(served_city: Installation) -> None:
    rows("DELETE FROM history_pulse")
    assert codes(served_city, "data") >= {"worker-silent", "clock-silent"}


def test_a_city_that_is_not_loaded_is_named(served_city: Installation) -> None:
    served_city.environment = {"PEYGIR_CITY": "atlantis"}
    assert codes(served_city, "data") == {"city-not-loaded"}


def test_events_of_the_future_are_named(served_city: Installation, later: TownClock) -> None:
    make.referred()
    assert "events-from-future" not in codes(served_city, "data")
    later.forward(hours=-9)
    assert "events-from-future" in codes(served_city, "data")


def test_years_without_holidays_or_with_estimates_are_named(served_city: Installation, later: TownClock) -> None:
    make_real(holiday_country="")
    assert "holidays-missing" in codes(served_city, "data")
    make_real(holiday_country="IR")
    assert codes(served_city, "data") & {"holidays-missing", "holidays-estimated"} == set()
    bahman = to_gregorian(to_jalali(clock.now().date()).year, 11, 5)
    later.forward(days=(bahman - clock.now().date()).days)
    assert "holidays-estimated" in codes(served_city, "data")


def make_real(**more: Any) -> None:
    """The town is no sample any more, so that what concerns a real city is looked at."""
    City.objects.filter(code=CODE).update(is_sample=False, load_number=F("load_number") + 1, **more)
    city.forget()
    assert not next(one for one in city.cities() if one.code == CODE).is_sample


def test_a_report_that_waits_too_long_in_the_drop_box_is_named_without_a_number(
    served_city: Installation, later: TownClock, town: Town
) -> None:
    make_real()
    held_key(town)
    dropped_report(town)
    assert "drop-box-waits" not in codes(served_city, "data")
    later.forward(days=12)
    assert "drop-box-waits" in codes(served_city, "data")


def test_faults_of_the_accounts_are_named(served_city: Installation, town: Town) -> None:
    assert "no-administrator" not in codes(served_city, "data"), "of a sample it is not asked"
    make_real()
    found = codes(served_city, "data")
    assert found >= {"second-step-missing", "top-accounts-too-few"}
    assert found & {"sample-city", "sample-password", "no-administrator"} == set()
    Staff.objects.filter(username="clerk").update(password=make_password(PUBLISHED_PASSWORD))
    Staff.objects.filter(username="mayor").update(password=make_password(PUBLISHED_PASSWORD))
    assert "sample-password" in codes(served_city, "data")
    Staff.objects.filter(role="admin").update(is_active=False)
    assert "no-administrator" in codes(served_city, "data")


def test_faults_of_the_street_map_and_of_uploads_are_named(served_city: Installation) -> None:
    assert "street-map-missing" in codes(served_city, "data")
    loaded = LoadedMap.objects.create(
        name="x",
        file_name="x.pbf",
        digest="0" * 64,
        tiles="x.pmtiles",
        size=1,
        loaded_at=clock.now() - timedelta(days=501),
        by="test",
        west=52.0,
        south=29.0,
        east=53.0,
        north=30.0,
        attribution="x",
    )
    assert codes(served_city, "data") >= {"street-map-old", "street-map-file-missing"}
    (served_city.home / "maps").mkdir(exist_ok=True)
    (served_city.home / "maps" / "x.pmtiles").touch()
    LoadedMap.objects.filter(pk=loaded.pk).update(loaded_at=clock.now())
    assert codes(served_city, "data") & {"street-map-missing", "street-map-old", "street-map-file-missing"} == set()
    assert "uploads-missing" not in codes(served_city, "data")
    PictureLook.objects.create(name="ab/cd/gone.jpg", look=1, band_0=0, band_1=0, band_2=0, band_3=1)
    assert "uploads-missing" in codes(served_city, "data")


# ── what must outlive a disk ────────────────────────────────────────────────────────────────────────────────────────


def note_of_second_place(home: Path, **ages: timedelta | str) -> None:
    folder = home / "database" / "recovery"
    folder.mkdir(parents=True, exist_ok=True)
    note = {name: (clock.now() - age).isoformat() if isinstance(age, timedelta) else age for name, age in ages.items()}
    (folder / "note.json").write_text(json.dumps(note))


def test_faults_of_the_second_place_are_named(served_city: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    names = {"recovery-log-late", "drill-late", "drill-failed"}
    long, short = timedelta(days=20), timedelta(minutes=2)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    note_of_second_place(served_city.home, began_at=long, shipped_at=long, drilled_at=long)
    assert codes(served_city, "keeping") & names == set(), "no second place is set"
    monkeypatch.setenv("PEYGIR_RECOVERY", "/srv/other-disk")
    assert codes(served_city, "keeping") & names == {"recovery-log-late", "drill-late"}
    note_of_second_place(served_city.home, began_at=long, shipped_at=short, drilled_at=short)
    assert codes(served_city, "keeping") & names == set()
    note_of_second_place(served_city.home, began_at=long, shipped_at=short, drilled_at=short, drill_fault="rows differ")
    assert codes(served_city, "keeping") & names == {"drill-failed"}


def test_faults_of_record_and_lake_are_named(served_city: Installation, later: TownClock) -> None:
    names = {"record-unreadable", "record-not-grown", "witness-missing", "lake-old"}
    home = served_city.home
    extend_record(home, new_keys("137.example/record"), clock.now())
    (home / "lake").mkdir(exist_ok=True)
    as_of = clock.now().isoformat()
    write_manifest(home / "lake", Manifest(1, CODE, "Asia/Tehran", as_of, 0, "", "", 0))
    assert codes(served_city, "keeping") & names == {"witness-missing"}, "nobody has signed beside the city"
    served_city.is_sample = True
    assert codes(served_city, "keeping") & names == set()
    later.forward(days=5)
    assert codes(served_city, "keeping") & names == {"record-not-grown", "lake-old"}
    (home / "record" / "checkpoint").write_text("no note")
    assert codes(served_city, "keeping") & names == {"record-unreadable", "lake-old"}
