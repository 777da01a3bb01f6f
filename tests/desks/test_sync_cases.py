"""The table of the sync contract against the server: what became of each command, and what the case is afterwards."""

import hashlib
import json
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse

from peygir.cases.models import Note, Report
from peygir.core.moments import read_moment
from peygir.desks.fieldwork.models import Evidence
from peygir.desks.intake.models import Photo
from peygir.history.queries import verify
from peygir.journey.clock import tick
from peygir.journey.night import tidy
from peygir.storage.receipts.models import DeviceCommand
from tests import make
from tests.at_once import is_whole
from tests.pages.test_works import signed_in
from tests.town import Town, TownClock
from tests.tus_sender import TusSender

pytestmark = pytest.mark.usefixtures("town_clock")
TABLE: Final = json.loads((Path(__file__).parents[1] / "sync_cases.json").read_text(encoding="utf-8"))["cases"]
DEVICE: Final = "phone-1"


class Phone:
    """A device that makes the commands of one case of the table, and sends them over the page's address."""

    def __init__(self, case: dict[str, Any], code: str, clock: TownClock) -> None:
        self.case, self.code, self.clock = case, code, clock
        self.version = make.case(code).version
        self.photos = {
            name: make.photo(300 + number)
            for number, name in enumerate(sorted({n for c in case["commands"].values() for n in c.get("photos", ())}))
        }
        self.uuids = {name: str(uuid.uuid4()) for name in case["commands"]}

    def command(self, name: str) -> dict[str, Any]:
        given = self.case["commands"][name]
        made = given.get("made", 0)
        return {
            "uuid": self.uuids[name],
            "device": given.get("device", DEVICE),
            "branch": given.get("branch", "first"),
            "seq": given["seq"],
            "order": given.get("order", self.code),
            "base_version": given.get("base", self.version),
            "made_at": "" if made is None else self.at(made),
            "body": given["body"],
            "photos": [self.digest(photo) for photo in given.get("photos", ())],
        }

    def digest(self, photo: str) -> str:
        return hashlib.sha256(self.photos[photo]).hexdigest()

    def client(self, step: dict[str, Any]) -> Client:
        return signed_in(step.get("person") or self.case.get("person", "clerk"))

    def upload(self, step: dict[str, Any]) -> None:
        sender = TusSender(client=self.client(step))
        for photo in step["upload"]:
            sender.send(self.photos[photo])

    def at(self, wrong_by: float) -> str:
        moment: datetime = self.clock() + timedelta(hours=wrong_by)
        return moment.isoformat()

    def send(self, step: dict[str, Any]) -> dict[str, Any]:
        body = {"commands": [self.command(name) for name in step["send"]], "sent_at": self.at(step.get("clock", 0))}
        answer = self.client(step).post("/outbox/commands/", json.dumps(body), content_type="application/json")
        assert answer.status_code == 200, answer.content.decode()
        names = {own: name for name, own in self.uuids.items()}
        return {names[result["uuid"]]: result for result in answer.json()["results"]}


@pytest.mark.parametrize("case", TABLE, ids=[case["name"] for case in TABLE])
def test_the_server_keeps_the_contract(case: dict[str, Any], town: Town, town_clock: TownClock) -> None:
    code = make.referred()
    phone = Phone(case, code, town_clock)
    for step in case["steps"]:
        if "hours" in step:
            now = town_clock.forward(hours=step["hours"])
            tick(now)
            tidy(now, before=now - timedelta(days=1))
        if "upload" in step:
            phone.upload(step)
        for name, choice in step.get("decide", {}).items():
            row = DeviceCommand.objects.get(uuid=phone.uuids[name])
            address = reverse("case_versions", args=[code, row.pk])
            given = {"choice": choice, "version": make.case(code).version}
            assert signed_in("clerk_b").post(address, given).status_code == 302
        if "office" in step:
            given = dict(step["office"])
            topic = {"topic_id": town.topics[given.pop("topic")]} if "topic" in given else {}
            until = {"until": read_moment(given.pop("until"))} if "until" in given else {}
            make.command(code, given.pop("verb"), town.clerk_b, **given, **topic, **until)
        if "send" in step:
            results = phone.send(step)
            assert {name: result["result"] for name, result in results.items()} == step["expect"]
            assert {name for name, result in results.items() if result["known"]} == set(step.get("known", ()))
            assert {name for name, result in results.items() if result["has_gap"]} == set(step.get("gap", ()))
            for name, fields in step.get("fields", {}).items():
                assert set(fields) <= set(results[name]["fields"])
            for name, photos in step.get("stored", {}).items():
                assert results[name]["photos"] == [phone.digest(photo) for photo in photos]
            for name, choice in step.get("choice", {}).items():
                assert results[name]["choice"] == choice
            for result in results.values():
                is_said = result["result"] in ("refused", "waiting")
                assert bool(result["fa"] and result["en"]) == is_said
            if case.get("opens") in results:
                code = results[case["opens"]]["code"]
    notes = [note.text for note in Note.objects.filter(case__code=code).order_by("pk")]
    assert notes == case["notes"]
    assert Evidence.objects.filter(case__code=code, kind="photo").count() == case.get("evidence", 0)
    assert Photo.objects.filter(case__code=code).count() == case.get("pictures", 0)
    if "state" in case:
        assert make.case(code).state == case["state"]
    else:
        assert Report.objects.filter(code=code, text="A deep hole").count() == 1
    assert is_whole()
    assert not verify().breaks
