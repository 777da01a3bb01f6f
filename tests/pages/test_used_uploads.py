"""What was uploaded in parts: whose it is, how a report takes it, its limits, and the night that forgets it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from peygir.cases import actions as cases
from peygir.core import clock
from peygir.desks.intake.actions import drop_files
from peygir.desks.intake.models import Photo, ReportFile
from peygir.journey.night import tidy
from peygir.media import actions, files
from peygir.media.models import StoredFile, Upload
from peygir.media.queries import NoSuchUpload
from peygir.people.actions import count_use
from peygir.people.models import Staff
from peygir.web.public import uploads as view
from tests import make
from tests.api.caller import Caller, report_body, token_for
from tests.browsers import signed_in
from tests.drain import drain
from tests.town import Town, TownClock
from tests.tus_sender import TusSender, error, part_files, report_fields, same_browser, sha256

pytestmark = pytest.mark.usefixtures("town_clock")
PHOTO = make.photo(300)
ADDRESS = "127.0.0.1"  # of every request of the test client
PDF = b"%PDF-1.7\n%%EOF"


# ── whose it is ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_stranger_learns_nothing(browser: TusSender) -> None:
    path = browser.path(PHOTO)
    never = "/uploads/00000000-0000-4000-8000-000000000000/"
    for stranger in (TusSender(), TusSender(token_for("operator"))):
        stranger.begin(PHOTO)
        for method, more in (("HEAD", {}), ("DELETE", {}), ("PATCH", {"Upload_Offset": "0"})):
            answers = [stranger.ask(method, each, PHOTO if more else b"", **more) for each in (path, never)]
            assert {answer.status_code for answer in answers} == {404}
            assert answers[0].content == answers[1].content
            assert sorted(answers[0].headers.items()) == sorted(answers[1].headers.items())
    assert browser.ask("HEAD", path).status_code == 200
    with pytest.raises(NoSuchUpload):
        actions.take_upload(path.rstrip("/").rpartition("/")[2], owner=("browser:other",))


def test_staff_go_on_after_their_session_ended(browser: TusSender) -> None:
    browser.client.get("/")
    path = browser.path(PHOTO)
    browser.part(path, PHOTO[:9], 0)
    browser.client.force_login(Staff.objects.get(username="clerk"))
    assert browser.ask("HEAD", path)["Upload-Offset"] == "9", "begun in the same browser"
    own = browser.path(PHOTO)
    colleague = TusSender()
    colleague.client.force_login(Staff.objects.get(username="manager"))
    assert colleague.ask("HEAD", own).status_code == 404
    elsewhere = TusSender()
    elsewhere.client.force_login(Staff.objects.get(username="clerk"))
    assert elsewhere.ask("HEAD", own).status_code == 200, "the same person at another machine"


def test_a_system_uploads_under_its_key_and_reports(town: Town) -> None:
    token = token_for("operator")
    number = TusSender(token).send(PHOTO)
    status, receipt = Caller(token).post("/reports", report_body(uploads=[number]))
    assert (status, receipt["left_out"]) == (201, [])
    drain()
    assert Photo.objects.get().state == "ready"
    assert Caller(token).post("/reports", report_body(uploads=[number]))[0] == 201, "as often as it is named"
    other = Caller(token_for("clerk")).post("/reports", report_body(uploads=[number]))[1]
    assert [(one["field"], one["error"]) for one in other["left_out"]] == [("uploads.0", "NoSuchUpload")]
    strict = Caller(token_for("manager")).post("/reports", report_body(uploads=[number]), Prefer="handling=strict")
    assert (strict[0], strict[1]["error"]) == (404, "NoSuchUpload")


# ── from upload to report ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_report_waits_for_a_photo_that_is_not_whole(browser: TusSender) -> None:
    path = browser.path(PHOTO)
    browser.part(path, PHOTO[:9], 0)
    number = path.rstrip("/").rpartition("/")[2]
    client = same_browser(browser)
    answer = client.post("/report/", report_fields(uploads=[number]), headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert "has not arrived completely yet" in answer.content.decode()
    assert f'name="uploads" value="{number}"' in answer.content.decode(), "the corrected form names it again"
    assert client.post("/report/", report_fields(uploads=["no-number"])).status_code == 422
    assert not Photo.objects.exists()


def test_equal_files_are_stored_once(browser: TusSender, settings: Any) -> None:
    other = TusSender()
    first, second = browser.send(PHOTO), other.send(PHOTO)
    assert first != second
    stored = StoredFile.objects.get()
    assert (stored.sha256, stored.size, stored.kind, stored.media_type) == (
        sha256(PHOTO),
        len(PHOTO),
        "photo",
        "image/jpeg",
    )
    assert len([path for path in Path(settings.UPLOADS).rglob("*.raw") if path.is_file()]) == 1


def test_what_two_people_sent_stays_for_the_other_when_one_is_erased(town: Town) -> None:
    """The same document from two browsers for two reports: stored once, and deleted with the last one."""
    senders = [TusSender(), TusSender()]
    for sender in senders:
        sender.client.get("/")
        assert same_browser(sender).post("/report/", report_fields(uploads=[sender.send(PDF)])).status_code == 302
    first, second = ReportFile.objects.order_by("pk")
    assert first.case_id != second.case_id
    assert first.stored_id == second.stored_id
    Upload.objects.all().delete()  # their time is over
    name = first.stored.name
    for file, count in ((first, 0), (second, 1)):
        with cases.open_file(file.case_id) as case:
            names = drop_files(case)
        assert actions.forget_files(names) == count
    assert not StoredFile.objects.exists()
    with pytest.raises(files.FileIsMissing):
        files.open(name)


# ── limits and the night ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_caller_has_a_number_of_uploads_on_the_way(browser: TusSender) -> None:
    for _ in range(actions.MOST_OPEN):
        assert browser.begin(PHOTO).status_code == 201
    assert error(browser.begin(PHOTO)) == (429, "UploadsAreTooMany")
    assert TusSender().begin(PHOTO).status_code == 201, "others are not held up"


def test_bytes_are_counted_before_they_are_kept(browser: TusSender) -> None:
    path = browser.path(PHOTO)
    owner = Upload.objects.get().owner
    count_use("upload_kb", owner, view.KB_OF_ONE, view.HOUR, amount=view.KB_OF_ONE)
    refused = browser.part(path, PHOTO, 0)
    assert error(refused) == (429, "AskedTooOften")
    assert int(refused["Retry-After"]) > 0
    assert browser.ask("HEAD", path)["Upload-Offset"] == "0"


def test_staff_behind_one_address_are_counted_by_person(browser: TusSender, town: Town) -> None:
    rule = view.uploads.access_rule  # type: ignore[attr-defined] # set by the decorator
    path = browser.path(PHOTO)
    count_use(rule.door, ADDRESS, rule.limit, rule.window_seconds, amount=rule.limit - 1)
    count_use("upload_kb_address", ADDRESS, view.KB_OF_AN_ADDRESS, view.HOUR, amount=view.KB_OF_AN_ADDRESS)
    assert error(browser.part(path, PHOTO, 0)) == (429, "AskedTooOften")
    assert browser.begin(PHOTO).status_code == 429
    staff = TusSender(client=signed_in("clerk"))
    assert staff.send(PHOTO), "a depot's crews share its address"
    person = f"staff:{Staff.objects.get(username='clerk').pk}"
    count_use(rule.door, person, rule.limit, rule.window_seconds, amount=rule.limit - 1)
    assert staff.begin(PHOTO).status_code == 429
    out_of_date = TusSender()
    out_of_date.client.cookies["sessionid"] = "0" * 32
    assert out_of_date.begin(PHOTO).status_code == 429, "an unknown session counts as its address"


def test_a_stranger_to_the_folder_of_parts_is_left_alone(browser: TusSender, settings: Any) -> None:
    browser.part(browser.path(PHOTO), PHOTO[:9], 0)
    (stray := part_files(settings)[0].with_name("lost+found")).mkdir()
    (note := stray.with_name("read me.txt")).write_text("whose?")
    Upload.objects.all().delete()
    actions.forget_uploads(now=clock.now())
    assert set(part_files(settings)) == {stray, note}


def test_the_night_forgets_what_nobody_used(browser: TusSender, town_clock: TownClock, settings: Any) -> None:
    unfinished, number = browser.path(PHOTO), browser.send(PHOTO)
    browser.part(unfinished, PHOTO[:9], 0)
    used = make.photo(200)
    drain()
    assert same_browser(browser).post("/report/", report_fields(uploads=[browser.send(used)])).status_code == 302
    now = clock.now()
    tidy(now, before=now - timedelta(days=1))
    assert browser.ask("HEAD", f"/uploads/{number}/").status_code == 200
    town_clock.forward(days=2)
    assert browser.ask("HEAD", f"/uploads/{number}/").status_code == 404
    tidy(clock.now(), before=clock.now() - timedelta(days=1))
    assert not Upload.objects.exists()
    assert part_files(settings) == []
    assert StoredFile.objects.get().sha256 == sha256(used), "its photo waits to be re-encoded"
    drain()
    assert Photo.objects.get().state == "ready"
    tidy(clock.now(), before=clock.now() - timedelta(days=1))
    assert not StoredFile.objects.exists()
    assert not [path for path in Path(settings.UPLOADS).rglob("*.raw") if path.is_file()]
