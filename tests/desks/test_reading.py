"""What the machine reads in a report: proposed, chosen only when it is sure, kept beside what people made of it."""

import gc
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from peygir.cases.models import Case
from peygir.desks.understanding.accuracy import GuessAccuracy, accuracy
from peygir.desks.understanding.actions import PlaceIsUnknown
from peygir.desks.understanding.learning import actions as learning
from peygir.desks.understanding.learning import model_store
from peygir.desks.understanding.learning.material import MaterialIsBroken, bring, folder_of, load_material
from peygir.desks.understanding.learning.reader import is_loading, is_made, loading, make_reader, reader_of
from peygir.desks.understanding.models import Learnt, Reading
from peygir.desks.understanding.proposing import proposal_for
from peygir.ops.model_bootstrap import warm_up_beside
from peygir.people.models import Staff
from peygir.people.rules import Actor
from tests import make
from tests.drain import drain
from tests.phrases import bring_material
from tests.town import CODE, Town, point_in


@pytest.fixture
def reading_town(town: Town, settings: object) -> Town:
    home = settings.HOME  # type: ignore[attr-defined]
    bring_material(home)
    make_reader(CODE, home)
    return town


def readings(code: str) -> list[Reading]:
    return list(Reading.objects.filter(case__code=code).order_by("number"))


def test_words_alone_find_topic_and_owner(reading_town: Town) -> None:
    code = make.report("", text="یه چاله بزرگ افتاده وسط کوچه").code
    drain()
    case = make.case(code)
    assert case.topic_id == reading_town.topics["CIV-01"]
    assert case.unit_id == reading_town.units["D-01"]
    reading = readings(code)[0]
    assert reading.topic_by == "machine"
    assert reading.guesses[0][0] == "CIV-01"
    assert reading.kind == "request"
    assert reading.reader.startswith("seed-")


def test_unsure_words_are_left_to_the_centre(reading_town: Town) -> None:
    code = make.report("", text="سلام خسته نباشید").code
    drain()
    case = make.case(code)
    assert case.topic_id is None
    assert case.unit_id == reading_town.units["C"]
    assert readings(code)[0].topic_by == "unsure"


def test_what_the_citizen_chose_stands_and_the_guess_is_kept_beside_it(reading_town: Town) -> None:
    code = make.report("CLN-01", text="یه چاله بزرگ افتاده وسط کوچه").code
    drain()
    reading = readings(code)[0]
    assert (reading.topic_by, reading.guesses[0][0]) == ("said", "CIV-01")
    assert make.case(code).topic_id == reading_town.topics["CLN-01"]


def test_danger_in_the_words_raises_the_urgency_of_any_topic(reading_town: Town) -> None:
    calm, urgent = make.report("CIV-01"), make.report("CIV-01", text="چاله باز شده، فوری بیاین، جون بچه‌ها در خطره")
    drain()
    assert (make.case(calm.code).urgency, make.case(urgent.code).urgency) == ("N", "U")


def test_a_correction_needs_one_press_and_keeps_the_reading_and_the_reason(reading_town: Town) -> None:
    code = make.referred("", text="یه چاله بزرگ افتاده وسط کوچه")
    make.command(
        code, "topic", reading_town.actors["supervisor"], topic_id=reading_town.topics["CLN-01"], note="سطل است"
    )
    drain()
    first, second = readings(code)[0], readings(code)[-1]
    assert (first.topic_by, first.guesses[0][0]) == ("machine", "CIV-01")
    assert (second.topic_by, second.topic_id) == ("person", reading_town.topics["CLN-01"])
    assert make.case(code).notes.get().text == "سطل است"


def test_a_correction_of_the_topic_does_not_calm_what_the_words_tell(reading_town: Town) -> None:
    code = make.referred("CIV-01", text="باز شده، فوری بیاین، جون بچه‌ها در خطره")
    make.command(code, "topic", reading_town.actors["supervisor"], topic_id=reading_town.topics["CLN-01"])
    assert make.case(code).urgency == "U"


def test_a_town_without_phrases_reads_by_names_as_before(town: Town) -> None:
    assert proposal_for(town.city_id, "چاله افتاده") is None
    code = make.report("", text="اینجا چاله خیابان است").code
    drain()
    assert readings(code)[0].topic_by == "words"


def test_a_reader_is_kept_and_a_broken_file_is_no_crash(reading_town: Town, settings: object) -> None:
    home = settings.HOME  # type: ignore[attr-defined]
    place = model_store.model_store_of(home, CODE)
    version = model_store.live_version(place)
    again = model_store.take(place, version)
    known = reader_of(CODE, home)
    assert known is not None
    assert again.guesses("چاله وسط کوچه") == known.topics.guesses("چاله وسط کوچه")
    (place / "broken.skops").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(model_store.ReaderIsBroken):
        model_store.take(place, "broken")
    model_store.set_live(place, "broken")
    assert proposal_for(reading_town.city_id, "چاله") is None
    model_store.set_live(place, "gone")
    assert not is_made(CODE, home)
    assert make_reader(CODE, home) is not None
    assert model_store.live_version(place) == version


def test_old_readers_are_forgotten_but_never_the_live_one(tmp_path: Path) -> None:
    for day in range(1, 9):
        (tmp_path / f"2026110{day}-x.skops").write_bytes(b"")
    (tmp_path / "seed-x.skops").write_bytes(b"")
    model_store.set_live(tmp_path, "20261101-x")
    model_store.forget_old(tmp_path, keep=2)
    left = sorted(path.stem for path in tmp_path.glob("*.skops"))
    assert left == ["20261101-x", "20261107-x", "20261108-x", "seed-x"]


def _confirmed(town: Town, text: str, topic: str) -> None:
    code = make.done(text=text, topic=topic)
    Case.objects.filter(code=code).update(state="closed", close_kind="confirmed", closed_at=make.case(code).state_at)


def test_a_night_teaches_and_a_worse_reader_never_goes_live(
    reading_town: Town, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = settings.HOME  # type: ignore[attr-defined]
    assert learning.learn_anew(reading_town.city_id) is None  # nothing confirmed yet
    for number in range(6):
        _confirmed(reading_town, f"دلقک شماره {number} دم در ایستاده", "CIV-01")
    monkeypatch.setattr(learning, "RECENT", 2)
    before = model_store.live_version(model_store.model_store_of(home, CODE))
    learnt = learning.learn_anew(reading_town.city_id)
    assert learnt is not None
    assert (learnt.cases, learnt.recent_count, learnt.heldout_count) == (4, 2, 3)
    # All held-out utterances were read before: it cannot be better there, and two recent cases prove nothing.
    assert not learnt.went_live
    assert model_store.live_version(model_store.model_store_of(home, CODE)) == before
    monkeypatch.setattr(learning, "FEWEST", 2)
    better = learning.learn_anew(reading_town.city_id)
    assert better is not None
    assert better.recent_top1 == 1.0
    assert better.recent_before is not None
    assert better.went_live == (better.recent_before < 1.0)
    live = reader_of(CODE, home)
    assert live is not None
    assert (live.version == better.version) == better.went_live
    assert Learnt.objects.count() == 2


def test_accuracy_counts_what_people_judged(reading_town: Town) -> None:
    right, wrong, unjudged = (make.referred("", text="یه چاله بزرگ افتاده وسط کوچه") for _ in range(3))
    supervisor = reading_town.actors["supervisor"]
    make.command(right, "topic", supervisor, topic_id=reading_town.topics["CIV-01"])
    make.command(wrong, "topic", supervisor, topic_id=reading_town.topics["CLN-01"])
    drain()
    scores = accuracy(reading_town.city_id, since=make.case(right).opened_at - timedelta(days=1))
    assert scores.whole == GuessAccuracy(2, 1, 2)  # the unjudged one proves nothing
    assert scores.mixed_up == (("CLN-01", "CIV-01", 1),)
    assert sum(share.count for share in scores.by_day.values()) == 2
    assert unjudged


def test_the_page_of_accuracy_and_the_hint_of_the_form(reading_town: Town, client: Client) -> None:
    code = make.referred("", text="یه چاله بزرگ افتاده وسط کوچه")
    make.command(code, "topic", reading_town.actors["supervisor"], topic_id=reading_town.topics["CLN-01"])
    client.force_login(Staff.objects.get(username="supervisor"))
    assert "۱" in client.get("/desk/reading/").content.decode()
    hint = Client().post("/report/hint/", {"text": "بوی گاز میاد تو کوچه"}).content.decode()
    assert 'value="EXT-03"' in hint
    assert "tel:194" in hint
    assert "topic_hint" not in Client().post("/report/hint/", {"text": "سلام خسته نباشید"}).content.decode()


def test_one_press_sets_the_topic_right(reading_town: Town, client: Client) -> None:
    code = make.referred("CLN-01", text="یه چاله بزرگ افتاده وسط کوچه")
    client.force_login(Staff.objects.get(username="clerk_waste"))
    page = client.get(f"/desk/case/{code}/").content.decode()
    assert 'name="guess" value="CIV-01"' in page
    pressed = client.post(
        f"/desk/case/{code}/topic/", {"guess": "CIV-01", "note": "چاله است", "version": make.case(code).version}
    )
    assert pressed.status_code == 302
    assert make.case(code).topic_id == reading_town.topics["CIV-01"]


def test_one_press_sets_the_place_right(reading_town: Town, client: Client) -> None:
    code = make.referred("CIV-01", text="چاله در محله سروستان است", address="")
    case = make.case(code)
    assert case.district_id == reading_town.districts["1"]
    client.force_login(Staff.objects.get(username="clerk"))
    assert 'name="guess" value="02-01"' in client.get(f"/desk/case/{code}/").content.decode()
    asked = {"guess": "02-01", "note": "در نوشته آمده", "version": case.version}
    assert client.post(f"/desk/case/{code}/place/", asked).status_code == 302
    case = make.case(code)
    assert case.district_id == reading_town.districts["2"]
    assert (case.lat, case.cell) == (None, None)  # its point lay elsewhere; the report still has it
    assert make.report_row(code).lat is not None
    lat, lon = point_in("3")
    client.post(f"/desk/case/{code}/place/", {"guess": f"{lat},{lon}", "version": case.version})
    case = make.case(code)
    assert (case.district_id, case.lat) == (reading_town.districts["3"], lat)
    assert case.cell is not None
    for wrong in ("nowhere", "0,0", "nan,nan", "x,y"):
        with make.refused(PlaceIsUnknown):
            press_place(code, wrong, reading_town.actors["supervisor"])


def press_place(code: str, wrong: str, by: Actor) -> None:
    lat, _, lon = wrong.partition(",")
    given = {"lat": float(lat), "lon": float(lon)} if lat in ("0", "nan") else {"label": wrong}
    make.command(code, "place", by, **given)


def test_a_city_brings_its_own_phrases_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = bring_material(tmp_path / "given")
    bring(folder, CODE, tmp_path / "home")
    (folder / "phrases" / "CIV-01.tsv").unlink()
    bring(folder, CODE, tmp_path / "home")  # again, with one file less
    here = folder_of(CODE, tmp_path / "home")
    assert here is not None
    assert {one.code for one in load_material(here).phrases} == {"CLN-01", "EXT-03"}
    (folder / "kinds.csv").write_text("topic,kind\nCND-01,anger\n", encoding="utf-8")
    with pytest.raises(MaterialIsBroken, match="anger"):
        load_material(folder)


def test_a_hint_does_not_wait_for_a_reader_that_is_being_loaded(reading_town: Town, client: Client) -> None:
    with loading():
        assert proposal_for(reading_town.city_id, "بوی گاز میاد تو کوچه", waits=False) is None
        assert proposal_for(reading_town.city_id, "بوی گاز میاد تو کوچه") is not None
        hint = client.post("/report/hint/", {"text": "چاله خیابان"})
        assert hint.status_code == 200
        assert 'value="CIV-01"' in hint.content.decode()  # by the topic's name
    assert proposal_for(reading_town.city_id, "بوی گاز میاد تو کوچه", waits=False) is not None


def test_a_worker_loads_its_reader_beside_its_requests(reading_town: Town, settings: object) -> None:
    thread = warm_up_beside(CODE, settings.HOME)  # type: ignore[attr-defined]
    thread.join(60)
    gc.unfreeze()
    assert not is_loading()
    assert reader_of(CODE, settings.HOME) is not None  # type: ignore[attr-defined]


def test_what_is_over_is_proposed_and_left_to_the_centre(reading_town: Town) -> None:
    code = make.report("", text="بوی گاز نمیاد دیگه، اومدن درستش کردن").code
    drain()
    case = make.case(code)
    assert case.topic_id is None
    assert case.unit_id == reading_town.units["C"]
    reading = readings(code)[0]
    assert (reading.topic_by, reading.guesses[0][0]) == ("unsure", "EXT-03")
