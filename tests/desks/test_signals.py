"""Signals about evidence: each is found where it should be, with its figures, and explained by the right person."""

import numpy as np
import pytest

from lab.photo_set.camera import first_view
from lab.photo_set.handling import COPIES, of_a_screen
from lab.photo_set.views import as_jpeg, photo
from peygir.core import clock
from peygir.desks.fieldwork.actions import explain_signal
from peygir.desks.fieldwork.actions.signals import ExplanationIsUnknown, SignalIsExplained, SignalIsNotYours
from peygir.desks.fieldwork.models import Evidence, EvidenceSignal
from peygir.desks.fieldwork.queries import scope_of_signals, signal_counts, signals
from peygir.history.queries import verify
from peygir.journey.inspecting import marks_of_work
from peygir.journey.retention.erasing import erase_in_case
from peygir.media.models import PictureLook
from peygir.people.retention_kinds import RetentionKind
from peygir.people.rules import CLOCK
from tests import make
from tests.drain import drain
from tests.pictures import encoded, exif_with
from tests.rules.test_likeness import scene
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
CAMERA = exif_with()


def finished(town: Town, picture: bytes, *, reported: bytes | None = None, **given: object) -> str:
    code = make.in_hand(photos_raw=[reported] if reported is not None else [])
    make.command(code, "finish", town.clerk, note="انجام شد.", photo=picture, **given)
    drain(twice=True)
    return code


def kinds(code: str) -> set[str]:
    return set(EvidenceSignal.objects.filter(case__code=code).values_list("kind", flat=True))


def test_an_ordinary_photo_gives_no_signal(town: Town) -> None:
    code = finished(town, encoded(scene(1), exif=CAMERA))
    assert kinds(code) == set()
    assert Evidence.objects.get(case__code=code, kind="photo").looked_at is not None


@pytest.mark.parametrize("copied", sorted(COPIES))
def test_the_same_file_is_found_in_another_case(town: Town, copied: str) -> None:
    first = finished(town, encoded(scene(1), exif=CAMERA))
    again = finished(town, encoded(COPIES[copied](scene(1)), exif=CAMERA))
    assert kinds(first) == set(), "what came first is no copy"
    assert kinds(again) == {"same_file"}
    signal = EvidenceSignal.objects.get(case__code=again)
    assert signal.other_case_id == make.case(first).pk
    assert signal.figures["bits"] <= 10
    pks = [make.case(first).pk, make.case(again).pk]
    assert marks_of_work(pks) == {"signal": {pks[1]}, "contractor": set()}, "the draw of inspections weighs it"
    explain_signal(signal.pk, why="other", note="یک چاله بود، دو گزارش", by=town.manager)
    assert marks_of_work(pks)["signal"] == set()


def test_before_equals_after_even_if_a_citizen_took_it(town: Town) -> None:
    picture = encoded(scene(1), exif=CAMERA)
    code = finished(town, picture, reported=encoded(scene(1).resize((400, 300))))
    assert kinds(code) == {"no_change"}
    with_own = finished(town, encoded(scene(2), exif=CAMERA), before=encoded(scene(2), quality=50, exif=CAMERA))
    assert kinds(with_own) == {"no_change"}


def test_a_mended_street_is_another_picture(town: Town) -> None:
    before, after = (photo(1, first_view(1), is_mended=mended).resize((640, 480)) for mended in (False, True))
    code = finished(town, encoded(after, exif=CAMERA), before=encoded(before, exif=CAMERA))
    assert kinds(code) == set()


def test_far_old_stripped_edited_and_a_screen(town: Town) -> None:
    gps = {1: "N", 2: (29.0, 50.0, 0.0), 3: "E", 4: (52.0, 0.0, 0.0)}
    shot = {0x9003: "2020:01:01 10:00:00", 0x9011: "+03:30"}
    assert kinds(finished(town, encoded(scene(1), exif=exif_with(gps=gps, shot=shot)))) == {"far", "old"}
    assert kinds(finished(town, encoded(scene(2)))) == {"stripped"}
    taken_here = finished(town, encoded(scene(3)), taken_at=clock.now())
    assert kinds(taken_here) == set(), "a page of ours writes no camera data"
    edited = exif_with()
    edited[0x0131] = "Adobe Photoshop 25"
    assert kinds(finished(town, encoded(scene(4), exif=edited))) == {"edited"}
    screen = of_a_screen(photo(5, first_view(5)), np.random.default_rng(1))
    assert kinds(finished(town, as_jpeg(screen), taken_at=clock.now())) == {"screen"}


def test_many_results_in_minutes(town: Town, town_clock: TownClock) -> None:
    codes = [make.in_hand() for _ in range(9)]
    for code in codes:
        make.command(code, "finish", town.clerk, note="انجام شد.", form="x")
        town_clock.forward(seconds=20)
    drain(twice=True)
    assert [kinds(code) for code in codes[:7]] == [set()] * 7
    assert kinds(codes[8]) == {"many"}


def test_results_where_the_phone_was_not(town: Town, town_clock: TownClock) -> None:
    first = finished(town, encoded(scene(1)), taken_at=clock.now(), lat=29.60, lon=52.50)
    town_clock.forward(minutes=2)
    second = finished(town, encoded(scene(2)), taken_at=clock.now(), lat=29.70, lon=52.50)
    assert "nowhere" not in kinds(first)
    assert "nowhere" in kinds(second)


def test_who_sees_and_who_explains(town: Town) -> None:
    code = finished(town, encoded(scene(1)))
    (signal,) = signals(scope_of_signals(town.manager), limit=5)
    assert signal.kind == "stripped"
    assert signal_counts(scope_of_signals(town.manager)) == {"stripped": 1}
    for by in (town.clerk, town.operator, town.inspector, town.mayor):
        with make.refused(SignalIsNotYours):
            explain_signal(signal.id, why="camera", by=by)
    for why, note in (("", ""), ("nonsense", ""), ("other", "  ")):
        with make.refused(ExplanationIsUnknown):
            explain_signal(signal.id, why=why, note=note, by=town.manager)
    explain_signal(signal.id, why="other", note="پیام‌رسان آن را برداشته است", by=town.manager)
    with make.refused(SignalIsExplained):
        explain_signal(signal.id, why="camera", by=town.manager)
    assert make.kinds(code)[-1] == "signal_explained"
    assert signals(scope_of_signals(town.manager), limit=5) == []
    assert verify().breaks == []


def test_older_hashes_are_made_anew(town: Town) -> None:
    from peygir.journey.looks import renew_looks

    finished(town, encoded(scene(1), exif=CAMERA))
    look = PictureLook.objects.get().look
    PictureLook.objects.update(look=1, band_0=1, band_1=0, band_2=0, band_3=0, method=1)
    renew_looks()
    row = PictureLook.objects.get()
    assert row.method == 2
    assert (row.look ^ look).bit_count() <= 4


def test_signals_go_with_the_photos(town: Town, town_clock: TownClock) -> None:
    first = finished(town, encoded(scene(1), exif=CAMERA), taken_at=clock.now(), lat=29.6, lon=52.5)
    again = finished(town, encoded(scene(1), quality=40, exif=CAMERA))
    assert "same_file" in kinds(again)
    make.command(first, "confirm", town.operator)
    drain()
    pk, later = make.case(first).pk, town_clock.forward(days=1)
    assert erase_in_case(pk, RetentionKind.PHOTOS, before=later, by=CLOCK)
    assert kinds(first) == set()
    row = Evidence.objects.get(case_id=pk, kind="photo")
    assert (row.picture, row.lat, row.taken_at, row.answers) == ("", None, None, None)
    signal = EvidenceSignal.objects.get(case__code=again, kind="same_file")
    assert (signal.other_case_id, signal.other_number, signal.figures) == (None, None, {})
    assert erase_in_case(pk, RetentionKind.PHOTOS, before=later, by=CLOCK) == 0
