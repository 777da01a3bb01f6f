"""The trained reader of a city: stored, loaded beside requests, taught by night, and never replaced by a worse one."""

import gc
from pathlib import Path

import pytest
from django.test import Client

from peygir.cases.models import Case
from peygir.desks.understanding.learning import actions as learning
from peygir.desks.understanding.learning import model_store
from peygir.desks.understanding.learning.material import MaterialIsBroken, bring, folder_of, load_material
from peygir.desks.understanding.learning.reader import is_loading, is_made, loading, make_reader, reader_of
from peygir.desks.understanding.models import TrainingRun
from peygir.desks.understanding.proposing import proposal_for
from peygir.ops.model_bootstrap import warm_up_beside
from tests import make
from tests.phrases import bring_material
from tests.town import CODE, Town


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


def test_a_night_teaches_and_a_worse_reader_never_goes_live(reading_town: Town, settings: object) -> None:
    home = settings.HOME  # type: ignore[attr-defined]
    assert learning.learn_anew(reading_town.city_id) is None  # nothing confirmed yet
    for number in range(6):
        _confirmed(reading_town, f"دلقک شماره {number} دم در ایستاده", "CIV-01")
    before = model_store.live_version(model_store.model_store_of(home, CODE))
    learnt = learning.learn_anew(reading_town.city_id, recent_count=2)
    assert learnt is not None
    assert (learnt.cases, learnt.recent_count, learnt.heldout_count) == (4, 2, 3)
    # All held-out utterances were read before: it cannot be better there, and two recent cases prove nothing.
    assert not learnt.went_live
    assert model_store.live_version(model_store.model_store_of(home, CODE)) == before
    better = learning.learn_anew(reading_town.city_id, recent_count=2, fewest=2)
    assert better is not None
    assert better.recent_top1 == 1.0
    assert better.recent_before is not None
    assert better.went_live == (better.recent_before < 1.0)
    live = reader_of(CODE, home)
    assert live is not None
    assert (live.version == better.version) == better.went_live
    assert TrainingRun.objects.count() == 2


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
