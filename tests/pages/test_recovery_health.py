"""What the health page and the metrics say of the second place and the second machine."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.core import clock
from peygir.ops.recovery.places import RecoveryNote
from peygir.ops.standby.guarding import PairNote
from peygir.ops.standing import PairStanding
from peygir.storage.recovery_vitals import SETTING
from tests.town import Town, TownClock

TOKEN = {"Authorization": "Bearer a-token-of-a-watchman"}


def look() -> dict[str, Any]:
    answer = Client().get(reverse("health"), headers={"Accept": "application/json", **TOKEN})
    found: dict[str, Any] = answer.json()
    return found


def sentences(name: str) -> dict[str, str]:
    return next((reason for reason in look()["reasons"] if reason["name"] == name), {})


@pytest.fixture
def place(town: Town, town_clock: TownClock, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder beside the database of a city that has none of its own."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings.HEALTH_TOKEN = TOKEN["Authorization"].removeprefix("Bearer ")
    folder = tmp_path / "database"
    for name in ("standby", "recovery"):
        (folder / name).mkdir(parents=True)
    return folder


def note_pair(place: Path, *, is_protected: bool, looked_at: datetime, since: datetime) -> None:
    note = PairNote(looked_at=looked_at.isoformat(), is_protected=is_protected, since=since.isoformat(), lag_bytes=7)
    (place / "standby" / "note.json").write_text(json.dumps({name: getattr(note, name) for name in note.__slots__}))
    standing = PairStanding(role="primary", epoch=1)
    text = json.dumps({name: getattr(standing, name) for name in standing.__slots__})
    (place / "standby" / "standing.json").write_text(text)


def test_a_city_on_one_machine_says_nothing_of_a_second(place: Path) -> None:
    assert sentences("standby") == {}
    assert look()["figures"]["is_unprotected"] is None
    assert "peygir_is_unprotected" not in metrics()


def metrics() -> str:
    return Client().get(reverse("metrics"), headers=TOKEN).content.decode()


def test_without_its_standby_a_city_says_that_it_is_unprotected(place: Path, town_clock: TownClock) -> None:
    now = clock.now()
    note_pair(place, is_protected=True, looked_at=now, since=now - timedelta(days=2))
    assert sentences("standby") == {}
    assert "peygir_is_unprotected 0.0" in metrics()
    note_pair(place, is_protected=False, looked_at=now, since=now - timedelta(minutes=2))
    assert "بی‌پشتیبان" in sentences("standby")["fa"]
    assert "Unprotected" in sentences("standby")["en"]
    assert "peygir_is_unprotected 1.0" in metrics()
    assert "peygir_unprotected_for 120.0" in metrics()
    assert "peygir_standby_lag 7.0" in metrics()


def test_a_note_that_nobody_renews_proves_nothing(place: Path, town_clock: TownClock) -> None:
    now = clock.now()
    note_pair(place, is_protected=True, looked_at=now - timedelta(minutes=2), since=now - timedelta(days=2))
    assert sentences("standby")
    (place / "standby" / "note.json").write_text("{")
    assert sentences("standby")


def test_why_the_log_does_not_arrive_is_said(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "bucket:second-place")
    old = (clock.now() - timedelta(hours=1)).isoformat()
    for kind, word in (("clock", "ساعت"), ("credentials", "کلید"), ("full", "پر است"), ("", "جای دوم نمی‌رسد")):
        note = RecoveryNote(began_at=old, shipped_at=old, drilled_at=old, fault_kind=kind)
        text = json.dumps({name: getattr(note, name) for name in note.__slots__})
        (place / "recovery" / "note.json").write_text(text)
        assert word in sentences("recovery")["fa"], kind
    page = Client().get(reverse("health")).content.decode()
    assert "جای دوم نمی‌رسد" in page
