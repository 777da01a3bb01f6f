"""Photos of a report: re-encoded and safe to show, refused when unreadable, and no upload lost or left behind."""

import io
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from PIL import Image

from peygir.cases.actions import NoSuchCase
from peygir.cases.models import Report
from peygir.desks.intake.actions import prepare_photos
from peygir.desks.intake.models import Photo
from peygir.desks.intake.queries import picture, pictures_of
from peygir.journey.night import tidy
from peygir.media import files
from tests import make
from tests.drain import deliver_again, drain
from tests.homes import stored
from tests.town import MORNING, PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")


def test_photos_are_re_encoded_and_say_nothing(town: Town, settings: Any) -> None:
    code = make.report(photos_raw=[make.photo(), make.photo(80, "orange", gps=False, kind="PNG")]).code
    case_id = make.case(code).pk
    assert [row.state for row in pictures_of(case_id)] == ["pending", "pending"]
    jobs = drain(twice=True)
    shown = pictures_of(case_id)
    assert [(row.state, row.width, row.height) for row in shown] == [("ready", 40, 20), ("ready", 80, 40)]
    for row in shown:
        for name in (row.picture, row.thumb):
            data = files.read(name)
            assert b"secret words" not in data
            assert b"Exif" not in data
            assert Image.open(io.BytesIO(data)).format == "JPEG"
    first = Photo.objects.order_by("position").first()
    assert first is not None
    assert first.gps_lat == pytest.approx(29.605)
    assert first.gps_lon == pytest.approx(52.51)
    assert not [path for path in stored(settings.UPLOADS) if path.suffix == ".raw"], "the raw upload is gone"
    assert make.kinds(code).count("photo_ready") == 2
    assert picture(shown[0].id) == shown[0]
    assert picture(10**9) is None
    deliver_again(jobs)


def test_the_same_picture_in_two_reports(town: Town, settings: Any) -> None:
    raw = make.photo()
    codes = [make.report(photos_raw=[raw], phone=phone).code for phone in PHONES[:2]]
    drain()
    assert [row.state for code in codes for row in pictures_of(make.case(code).pk)] == ["ready", "ready"]
    assert not [path for path in stored(settings.UPLOADS) if path.suffix == ".raw"]


def test_a_citizens_picture_used_as_evidence(town: Town) -> None:
    from peygir.desks.fieldwork.queries import evidence_of

    raw = make.photo()
    code = make.in_hand()
    make.report(photos_raw=[raw], phone=PHONES[1])
    make.command(code, "finish", town.clerk, note="انجام شد", photo=raw)
    drain()
    assert [row.state for row in evidence_of(make.case(code).pk)] == ["ready"]


def test_a_picture_that_cannot_be_read_is_marked(town: Town, settings: Any) -> None:
    raw = make.photo(400)
    code = make.report(photos_raw=[raw[:-40], make.photo()]).code
    drain(twice=True)
    shown = pictures_of(make.case(code).pk)
    assert {row.state for row in shown} <= {"ready", "refused"}
    assert shown[1].state == "ready"


def test_a_raw_file_that_is_gone_is_marked(town: Town, settings: Any) -> None:
    code = make.report(photos_raw=[make.photo()]).code
    for path in stored(settings.UPLOADS):
        path.unlink()
    prepare_photos(make.case(code).pk, 2)
    prepare_photos(make.case(code).pk, 2)
    assert [row.state for row in pictures_of(make.case(code).pk)] == ["refused"]
    assert make.kinds(code).count("photo_refused") == 1


def raw_files() -> list[Path]:
    """Every upload that is still as it came."""
    return [path for path in stored(settings.UPLOADS) if path.suffix == ".raw"]


def test_a_connection_that_breaks_at_commit_loses_no_photo(live_town: Town) -> None:
    """The transaction is committed, and then the sender's process learns that the connection is gone."""

    def lost() -> None:
        raise OperationalError("the connection is lost")

    given: dict[str, Any] = {"photos_raw": [make.photo()], "idempotency_key": "once"}
    with pytest.raises(OperationalError):
        make.report(**given, also=lambda report: transaction.on_commit(lost))
    photo = Photo.objects.get()
    assert files.read(photo.raw) == given["photos_raw"][0]
    assert not make.report(**given).is_new, "tried again, it is there"
    assert len(raw_files()) == 1


def test_what_a_broken_connection_left_without_a_row_goes_after_two_days(live_town: Town) -> None:
    def broken(_report: Report) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises((OperationalError, InterfaceError)):
        make.report(photos_raw=[make.photo()], also=broken)
    connection.close()
    assert not Report.objects.exists()
    (left,) = raw_files()
    os.utime(left, (MORNING.timestamp(), MORNING.timestamp()))
    assert tidy(MORNING, before=MORNING + timedelta(hours=1)) == 1
    assert raw_files() == []


def test_a_refused_report_leaves_no_file(town: Town) -> None:
    with make.refused(NoSuchCase):
        make.report(photos_raw=[make.photo()], join_code="0512345673")
    assert raw_files() == []
