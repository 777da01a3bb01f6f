"""Erasure in places that are easily forgotten: commands of phones, a bucket, statistics, and what waits to be sent."""

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from PIL import Image

from peygir.cases.models import Case
from peygir.core import clock
from peygir.desks.answers.models import Message
from peygir.desks.intake.actions import prepare_photos
from peygir.desks.intake.models import Photo, ReportFile
from peygir.gateways.outbox import OutboxFile
from peygir.gateways.outbox_erasing import erase_written
from peygir.history.queries import timeline
from peygir.journey.covering import cover_photo
from peygir.journey.retention.erasing import erase_in_case
from peygir.journey.retention.unwanted import delete_unwanted, let_go
from peygir.media import files
from peygir.media.cover_rules import Cover
from peygir.media.models import PictureLook, StoredFile, UnwantedFile
from peygir.outlook.insight.models import PublicationFile
from peygir.people.retention_kinds import RetentionKind
from peygir.people.rules import CLOCK
from peygir.storage.receipts.models import DeviceCommand
from peygir.storage.statistics import renew_statistics
from tests import make
from tests.buckets import s3_server, storage_of
from tests.desks.test_privacy_requests import ask
from tests.desks.test_sync import command, in_conflict, send
from tests.drain import drain
from tests.retained import decide_all, end, marked_case, night
from tests.tokens import places_of
from tests.town import PHONES, Town, TownClock
from tests.tus_sender import TusSender, report_fields, same_browser

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
PHONE = PHONES[1]


def test_what_a_phone_sent_goes_with_the_words_of_the_case(town: Town, town_clock: TownClock) -> None:
    marked = marked_case(town, PHONE, "زنبق", is_ended=False)
    [result] = send("clerk", command(marked.code, 1, {"verb": "note", "note": f"نزد خانم {marked.words[1]} بودم"}))
    assert result["result"] == "applied"
    end(marked.code, town)
    ask(town)
    night(town_clock, days=2)
    assert DeviceCommand.objects.get().body == {}
    assert places_of(marked.words) == []


def test_two_versions_of_an_erased_case_are_decided(town: Town, town_clock: TownClock) -> None:
    code, row = in_conflict(town)
    end(code, town)
    erase_in_case(make.case(code).pk, RetentionKind.WORDS, before=town_clock.forward(days=1), by=CLOCK)
    row.refresh_from_db()
    assert (row.body, row.choice) == ({}, "file")
    decided = [event for event in timeline("case", make.case(code).pk) if event.kind == "conflict_decided"]
    assert [event.data["choice"] for event in decided] == ["file"]
    again = erase_in_case(make.case(code).pk, RetentionKind.WORDS, before=clock.now(), by=CLOCK)
    assert again == 0, "a second time changes nothing"


def pattern(width: int, height: int) -> bytes:
    """A photo with edges, which says how it looks."""
    content = io.BytesIO()
    picture = Image.radial_gradient("L").resize((width, height))
    picture.paste(255, (width // 2, 0, width, height // 2))
    picture.convert("RGB").save(content, "JPEG")
    return content.getvalue()


@pytest.fixture
def bucket(settings: Any) -> Iterator[Any]:
    """The bucket that has the uploads, in moto's server."""
    with s3_server() as (address, _running):
        settings.STORAGES = storage_of(address)
        storage: Any = storages["default"]
        yield storage.bucket
        storage.connection.meta.client.close()


def test_the_files_of_a_bucket_go_too(bucket: Any, town: Town, town_clock: TownClock) -> None:
    marked = marked_case(town, PHONE, "زنبق", photos=2)
    assert list(bucket.objects.all())
    ask(town)
    night(town_clock, days=2)
    assert list(bucket.objects.all()) == []
    assert places_of(marked.words) == []


def test_documents_covers_and_looks_go_with_the_photos(town: Town, town_clock: TownClock) -> None:
    browser = TusSender()
    numbers = [browser.send(data) for data in (b"%PDF-1.7\n%%EOF", pattern(400, 300))]
    answer = same_browser(browser).post("/report/", report_fields(uploads=numbers))
    assert answer.status_code == 302
    drain()
    photo, kept = Photo.objects.get(), ReportFile.objects.select_related("case", "stored").get()
    cover_photo(
        kept.case.code,
        "report",
        number=photo.pk,
        covers=[Cover(10, 20, 30, 40)],
        seen=[],
        is_shown=False,
        by=town.supervisor,
    )
    assert PictureLook.objects.filter(name=photo.picture).exists()
    make.command(kept.case.code, "accept", town.clerk)
    end(kept.case.code, town)
    decide_all(town)
    night(town_clock, days=70)
    night(town_clock)
    assert not ReportFile.objects.exists()
    assert not StoredFile.objects.exists()
    assert not PictureLook.objects.exists()
    photo.refresh_from_db()
    assert (photo.covers, photo.covered, photo.covered_thumb) == ([], "", "")
    published = set(PublicationFile.objects.values_list("stored", flat=True))  # figures for everybody
    left = [path.relative_to(settings.UPLOADS) for path in Path(settings.UPLOADS).rglob("*") if path.is_file()]
    assert [path for path in left if ".lock" not in path.name and str(path) not in published] == []


def test_an_erasure_that_ends_before_its_files_are_deleted_goes_on(town: Town, town_clock: TownClock) -> None:
    marked = marked_case(town, PHONE, "زنبق")
    picture = Photo.objects.get(case=marked.case).picture
    erase_in_case(marked.case.pk, RetentionKind.PHOTOS, before=town_clock.forward(days=1), by=CLOCK)
    assert Photo.objects.get(case=marked.case).picture == "", "no row names a file that is missing"
    assert files.read(picture), "killed here, the names of the files are still known"
    assert UnwantedFile.objects.filter(name=picture).exists()
    delete_unwanted()
    with pytest.raises(files.FileIsMissing):
        files.read(picture)
    assert not UnwantedFile.objects.exists()


def test_an_unwanted_file_that_somebody_sends_again_stays(town: Town) -> None:
    picture, marked = files.save(make.photo(40, colour="teal"), "jpg"), marked_case(town, PHONE, "زنبق")
    let_go([picture])
    Photo.objects.filter(case=marked.case).update(picture=picture)
    delete_unwanted()
    assert files.read(picture)
    assert not UnwantedFile.objects.exists()


def test_a_photo_that_was_erased_while_it_was_prepared_leaves_no_file(town: Town) -> None:
    code = make.report(photos_raw=[make.photo(41)]).code
    case = make.case(code)
    raw = files.read(Photo.objects.get(case=case).raw)
    drain()
    Case.objects.filter(pk=case.pk).update(state="withdrawn")
    erase_in_case(case.pk, RetentionKind.PHOTOS, before=clock.now() + timedelta(days=1), by=CLOCK)
    drain()
    row = Photo.objects.get(case=case)
    # What the job had in hand when the row was emptied: it reads the raw photo, and finds nothing pending any more.
    stale = Photo(pk=row.pk, case=case, report=row.report, position=row.position, state="pending")
    stale.raw = files.save(raw, "raw", is_own=True)
    Photo.objects.filter(pk=row.pk).update(state="pending", raw=stale.raw)
    _prepare_while_erased(case.pk)
    delete_unwanted()
    left = [path for path in Path(settings.UPLOADS).rglob("*") if path.is_file() and path.suffix in (".jpg", ".raw")]
    assert left == []


def _prepare_while_erased(case_id: int) -> None:
    """Erase the photo at the first statement that opens the case after its pictures were saved."""
    saved = set(Path(settings.UPLOADS).rglob("*.jpg"))

    def erase_first(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if set(Path(settings.UPLOADS).rglob("*.jpg")) != saved and not done:
            done.append(1)
            Photo.objects.filter(case_id=case_id).update(state="refused", raw="", why_refused="erased")
        return execute(sql, params, many, context)

    done: list[int] = []
    with connection.execute_wrapper(erase_first):
        prepare_photos(case_id, 0)
    assert done


def test_a_message_that_waits_is_not_sent_any_more(town: Town, town_clock: TownClock) -> None:
    marked = marked_case(town, PHONE, "زنبق")
    Message.objects.filter(address=PHONE).update(state="pending", next_try_at=clock.now() + timedelta(days=3))
    ask(town)
    night(town_clock, days=2)
    assert not Message.objects.filter(state="pending").exists()
    night(town_clock, days=31)
    assert places_of([*marked.words, PHONE[-10:]]) == []


def test_statistics_hold_no_erased_values(town: Town, town_clock: TownClock) -> None:
    marked = marked_case(town, PHONE, "زنبق")
    for number in (2, 3):
        marked_case(town, PHONES[number], f"گل{number}", photos=0)
    renew_statistics("people_citizen")
    assert any("(statistics)" in place for place in places_of([PHONE[-10:]]))
    decide_all(town)
    night(town_clock, days=70)
    assert places_of([*marked.words, PHONE[-10:]]) == []


def test_statistics_of_an_empty_table_are_cleared(town: Town) -> None:
    for number in range(5):
        UnwantedFile.objects.create(name=f"زنبق{number}", at=clock.now())
    renew_statistics("media_unwantedfile")
    assert any("(statistics)" in place for place in places_of(["زنبق3"]))
    UnwantedFile.objects.all().delete()
    renew_statistics("media_unwantedfile")
    assert places_of(["زنبق3"]) == []


def test_published_figures_are_the_same_after_an_erasure(town: Town, town_clock: TownClock) -> None:
    marked_case(town, PHONE, "زنبق")
    marked_case(town, PHONES[2], "نسترن")
    town_clock.forward(days=70)

    def published() -> list[Any]:
        points = Client().get("/map/cases.json", {"bbox": "52,29,53,30", "when": "all"}).json()["features"]
        return [[point["geometry"], point["properties"]["count"]] for point in points]

    before = published()
    ask(town)
    decide_all(town)
    night(town_clock, days=8)
    assert published() == before


def test_lines_of_the_outbox_file_are_written_over_in_place(tmp_path: Path) -> None:
    path = tmp_path / "outbox" / "sms.jsonl"
    outbox = OutboxFile(path)
    for number in range(3):
        fields = {"to": f"+98917000000{number}", "text": f"سلام زنبق{number}", "at": "2026-05-03T08:00:00+00:00"}
        assert outbox.write(f"m{number}", fields)
    size, inode = path.stat().st_size, path.stat().st_ino
    assert erase_written(tmp_path, to=["+989170000001"]) == 1
    assert (path.stat().st_size, path.stat().st_ino) == (size, inode)
    rows = [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()]
    assert [row["to"] for row in rows] == ["+989170000000", "", "+989170000002"]
    assert "زنبق1" not in path.read_text(encoding="utf-8")
    assert not outbox.write("m1", {"to": "+989170000001", "text": "again"}), "its id is still known"
    assert erase_written(tmp_path, to=["+989170000001"]) == 0
    assert outbox.write("m3", {"to": "+989170000003", "text": "سلام"})
