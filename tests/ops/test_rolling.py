"""A rolling upgrade: webs and workers of the release before and of this one work on one database, and lose nothing."""

import json
import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from django.db import connection
from django.db.models.functions import Now

from lab.bench.crash import broken_rows
from lab.former import NoHistoryHere, unpack, version_before
from peygir.cases.models import Report
from peygir.cases.states import CaseState
from peygir.desks.answers.models import Message
from peygir.desks.intake.models import Photo
from peygir.history.queries import verify
from peygir.people.actions import make_system_token
from peygir.people.models import Staff
from peygir.storage.jobs.models import Job
from tests import make
from tests.machines import PATIENCE, Machine, sent_by_provider, two_machines, waiting
from tests.office import Visitor
from tests.town import PASSWORD, Town, point_in

pytestmark = pytest.mark.slow
TOKEN = "a-token-of-another-system"
DESKS = {"clerk": "/desk/inbox/", "supervisor": "/desk/inbox/", "manager": "/desk/unit/", "admin": "/desk/admin/"}


@pytest.fixture(scope="module")
def former(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program of the release before, out of the history."""
    try:
        return unpack(version_before(), tmp_path_factory.mktemp("former"), "peygir")
    except NoHistoryHere as failure:
        pytest.skip(failure.words("en"))


@pytest.fixture
def machines(former: Path, live_town: Town) -> Iterator[tuple[Machine, Machine]]:
    """One with the release before, and one with this; the tables are this one's."""
    for username in DESKS:
        staff = Staff.objects.get(username=username)
        staff.set_password(PASSWORD)
        staff.save()
    make_system_token("another", channel="api", token=TOKEN)
    with two_machines(former=former) as pair:
        yield pair


def until(check: Callable[[], object], machines: tuple[Machine, Machine]) -> None:
    """Wait for what a process does; if it never does, say what the processes said."""
    give_up = time.monotonic() + PATIENCE
    while not check():
        assert time.monotonic() < give_up, "\n".join(machine.logs() for machine in machines)
        connection.close()
        time.sleep(0.2)


def state(code: str) -> str:
    connection.close()
    return Report.objects.select_related("case").get(code=code).case.state


def is_referred(code: str) -> bool:
    return state(code) == CaseState.REFERRED


def reported(port: int, count: int) -> list[str]:
    """Citizens at the page, one with a photo, and another system at the interface."""
    lat, lon = point_in("1")
    place = {"text": make.POTHOLE, "topic": "CIV-01", "lat": str(lat), "lon": str(lon), "heard": "1"}
    codes = []
    for number in range(count):
        with Visitor(port) as citizen:
            files = {"photos": ("hole.jpg", make.photo(100 + number), "image/jpeg")} if number == 0 else None
            citizen.send("/report/", "/report/", files=files, phone=f"0912{port % 1000:03d}{number:04d}", **place)
            connection.close()
            codes.append(Report.objects.latest("pk").code)
            body = {**place, "lat": lat, "lon": lon, "reporter": {"phone": f"0913{port % 1000:03d}{number:04d}"}}
            body.pop("heard")
            answer = citizen.client.post(
                "/api/v1/reports",
                content=json.dumps(body),
                headers={
                    "Authorization": f"Bearer {TOKEN}",
                    "Content-Type": "application/json",
                    "Idempotency-Key": f"{port}-{number}",
                },
            )
            assert answer.status_code == 201, answer.text
            codes.append(answer.json()["code"])
    return codes


def worked(port: int, machines: tuple[Machine, Machine], codes: list[str]) -> None:
    """A unit and the centre work at their pages while the workers do their part; the citizen has the last word."""
    for code in codes:
        until(partial(is_referred, code), machines)
    finished, declined, passed_on, returned, *_rest = codes
    with Visitor(port, "clerk") as clerk, Visitor(port, "supervisor") as supervisor, Visitor(port) as citizen:

        def move(who: Visitor, code: str, verb: str, **typed: str) -> None:
            who.send(f"/desk/case/{code}/", f"/desk/case/{code}/move/{verb}/", **typed)

        move(clerk, finished, "accept")
        move(clerk, finished, "finish", note="چاله با آسفالت گرم پر شد.", form="یک متر مربع آسفالت")
        move(clerk, declined, "decline", note="این جا ملک خصوصی است.")
        move(clerk, returned, "return", return_reason="wrong_district", note="در منطقهٔ دو است.")
        unit = re.search(r'<option value="([^"]+)"[^>]*>[^<]*منطقهٔ دو', supervisor.page(f"/desk/case/{passed_on}/"))
        assert unit, "a unit to refer to"
        move(supervisor, passed_on, "refer", unit=unit[1], note="کار منطقهٔ دو است.")
        link = asked_of(finished, machines)
        citizen.send(link, link, answer="yes")
        until(lambda: (state(finished), state(declined)) == (CaseState.CLOSED, CaseState.NOT_ACTIONABLE), machines)
        assert "۱" in citizen.page(f"/t/{finished}/")
        for who, desk in ((clerk, DESKS["clerk"]), (supervisor, DESKS["supervisor"])):
            assert len(who.walk(desk, f"/desk/case/{finished}/")) > 10


def asked_of(code: str, machines: tuple[Machine, Machine]) -> str:
    """The page to which the message about finished work leads its reporter."""

    def links() -> list[str]:
        connection.close()
        texts = Message.objects.filter(report__code=code, state="sent").values_list("body", flat=True)
        return [found[0] for text in texts if (found := re.search(r"/v/[^\s/]+", text))]

    until(links, machines)
    return f"{links()[0]}/"


def test_old_webs_beside_new_workers_and_the_other_way_round_lose_nothing(
    machines: tuple[Machine, Machine], live_town: Town
) -> None:
    before, after = machines
    codes: list[str] = []
    for web, worker in ((before, after), (after, before)):
        web.start("web")
        worker.start("work")
        worker.start("clock")
        web.wait("/track/")  # the former web has no built styles, and says so on its page of health
        fresh = reported(web.port, 3)
        codes += fresh
        worked(web.port, machines, fresh)
        for username in ("manager", "admin"):
            with Visitor(web.port, username) as reader:
                reader.walk(DESKS[username])
        assert not worker.has_ended("work")
        assert not worker.has_ended("clock")
        for machine in machines:
            machine.stop()
    after.start("work")  # what the older worker did not know, and put off
    Job.objects.filter(state="waiting").update(due_at=Now())
    until(lambda: waiting() == 0, machines)
    assert Report.objects.filter(code__in=codes).count() == len(set(codes)) == len(codes) == Report.objects.count()
    # A case that was returned, or referred by hand, has a second choice and a second line: two in each direction.
    twice = ("cases without exactly one choice", "cases without exactly one line opened, read, referred")
    assert broken_rows(codes) == dict.fromkeys(twice, 4)
    assert verify().breaks == []
    assert set(Photo.objects.values_list("state", flat=True)) == {"ready"}
    assert set(sent_by_provider(before.home / "outbox").values()) == {1}, "no message went out twice"
