"""Broken, empty, foreign and hostile map files: a sentence, and the former map stays."""

import gzip
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from peygir.atlas import queries
from peygir.atlas.extract import (
    LONGEST_TOKEN,
    MapFileIsBomb,
    MapFileIsBroken,
    MapFileIsEmpty,
    MapFileIsMissing,
    MapFileIsNotOsm,
    MapToolsAreMissing,
    require_tools,
)
from peygir.atlas.kinds import PlaceKind
from peygir.atlas.map_folder import MAKING, MAPS, MapCouldNotBeWritten, MapIsBeingRead, making
from peygir.atlas.map_reading import MapHasNoStreets
from peygir.atlas.outlines import OutlineIsElsewhere, OutlineIsNotUsable, OutlineIsUnknown
from peygir.core.refusals import Refusal
from tests.desks.test_street_map import take
from tests.osm_files import SmallMap, shiraz_corner
from tests.small_city import feature, square

pytestmark = pytest.mark.django_db
HEAD = b'<?xml version="1.0"?><osm version="0.6">'


def packed(size: int) -> bytes:
    return gzip.compress(HEAD + b"<!-- -->" * (size // 8) + b"</osm>")


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def whole() -> bytes:
    return shiraz_corner().xml().encode()


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path / "home"
    return tmp_path / "home"


@pytest.fixture
def stands(home: Path, tmp_path: Path) -> Callable[[], None]:
    """A map is loaded; what is returned checks that it is the same still, and that nothing is left over."""
    before = take(shiraz_corner().write(tmp_path / "before.osm"), home)
    places = queries.places_of()

    def check() -> None:
        assert queries.current_map() == before
        assert queries.places_of() == places
        assert [path.name for path in (home / MAPS).iterdir()] == [before.path.name]
        assert [path.name for path in (home / MAKING).iterdir()] == ["lock"]

    return check


BAD: dict[str, tuple[str, Callable[[], bytes], type[Refusal]]] = {
    "empty": ("a.osm", lambda: b"", MapFileIsEmpty),
    "empty in gzip": ("a.osm.gz", lambda: gzip.compress(b""), MapFileIsEmpty),
    "words": ("a.osm", lambda: b"hello", MapFileIsNotOsm),
    "words as pbf": ("a.osm.pbf", lambda: b"hello" * 100, MapFileIsNotOsm),
    "json in gzip": ("a.osm.gz", lambda: gzip.compress(b'{"a": 1}'), MapFileIsNotOsm),
    "another XML": ("a.osm", lambda: b'<?xml version="1.0"?><gpx></gpx>', MapFileIsNotOsm),
    "zeros": ("a.osm.pbf", lambda: b"\0" * 9000, MapFileIsNotOsm),
    "cut XML": ("a.osm", lambda: cut(whole()), MapFileIsBroken),
    "cut gzip": ("a.osm.gz", lambda: cut(gzip.compress(whole())), MapFileIsBroken),
    "cut pbf": ("a.osm.pbf", lambda: b"\0\0\0\r\n\tOSMHeader\x18\x7c" + b"\x10" * 30, MapFileIsBroken),
    "spoilt gzip": ("a.osm.gz", lambda: gzip.compress(whole())[:-6] + b"abcdef", MapFileIsBroken),
    "no streets": ("a.osm", lambda: HEAD + b"</osm>", MapHasNoStreets),
    "entities": (
        "a.osm",
        lambda: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><osm version="0.6"></osm>',
        MapFileIsBroken,
    ),
    "no place on Earth": ("a.osm", lambda: HEAD + b'<node id="1" lat="999" lon="1"/></osm>', MapFileIsBroken),
    "no number": ("a.osm", lambda: HEAD + b'<node id="1" lat="1e300" lon="nan"/></osm>', MapFileIsBroken),
    "no id": ("a.osm", lambda: HEAD + b'<node id="99999999999999999999" lat="1" lon="1"/></osm>', MapFileIsBroken),
    "a long value": (
        "a.osm",
        lambda: HEAD + b'<node id="1" lat="1" lon="1"><tag k="name" v="' + b"x" * 5000 + b'"/></node></osm>',
        MapFileIsBroken,
    ),
    "a bomb": ("a.osm.gz", lambda: packed(160 * 1024 * 1024), MapFileIsBomb),
    "a bomb in one word": (
        "a.osm.gz",
        lambda: gzip.compress(HEAD + b'<node id="' + b"1" * (LONGEST_TOKEN + 2 * 1024 * 1024)),
        MapFileIsBomb,
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_a_sentence_and_the_former_map_stays(
    name: str, stands: Callable[[], None], home: Path, tmp_path: Path
) -> None:
    file_name, make, refusal = BAD[name]
    path = tmp_path / file_name
    path.write_bytes(make())
    with pytest.raises(refusal) as refused:
        take(path, home)
    assert file_name in refused.value.words("en")
    assert refused.value.words("fa") != refused.value.words("en")
    stands()


def test_a_missing_file_and_a_folder_are_sentences(home: Path, tmp_path: Path) -> None:
    for path in (tmp_path / "none.osm.pbf", tmp_path):
        with pytest.raises(MapFileIsMissing):
            take(path, home)


def test_an_outline_elsewhere_is_refused(stands: Callable[[], None], home: Path, tmp_path: Path) -> None:
    file = shiraz_corner().write(tmp_path / "a.osm")
    outline = tmp_path / "outline.geojson"
    outline.write_text(str(feature(square(500, 500))).replace("'", '"'), encoding="utf-8")
    with pytest.raises(OutlineIsElsewhere):
        take(file, home, outline=str(outline))
    with pytest.raises(OutlineIsUnknown):
        take(file, home, outline="تهران")
    for text in ("", "{", "[]", '{"type": "Point", "coordinates": [1, 2]}', '{"type": "FeatureCollection"}'):
        outline.write_text(text, encoding="utf-8")
        with pytest.raises(OutlineIsNotUsable):
            take(file, home, outline=str(outline))
    stands()


def test_only_what_lies_in_the_outline_is_taken(home: Path, tmp_path: Path) -> None:
    made = shiraz_corner()
    far = made.square(30, 30, leisure="park", name="پارک دور")
    made.way((30, 30), (31, 30), highway="primary", name="خیابان دور")
    made.relation(
        ("way", made.square(-1, -1, 11, 11), "outer"),
        type="boundary",
        boundary="administrative",
        admin_level="8",
        name="گلگشت",
    )
    assert far
    take(made.write(tmp_path / "a.osm"), home, outline="گلگشت")
    names = {place.name for place in queries.places_of()}
    assert "پارک دور" not in names
    assert "خیابان دور" not in names
    assert "باغ ارم" in names


def test_what_is_wrong_inside_a_good_file_is_left_out(home: Path, tmp_path: Path) -> None:
    made = shiraz_corner()
    made.way((0, 9), missing=(901, 902), highway="primary", name="خیابان بریده")
    made.way(missing=(903, 904), highway="primary", name="خیابان گم")
    made.way((1, 9), (2, 9), missing=(905,), highway="primary", name="خیابان نیمه")
    made.way((0, 7), (1, 8), (1, 7), (0, 8), (0, 7), leisure="park", name="پارک گره‌خورده")
    made.relation(("way", 777, "outer"), type="multipolygon", leisure="park", name="پارک بی‌مرز")
    made.relation(("relation", 1001, ""), type="multipolygon", natural="water", name="دریاچهٔ خود")
    made.way((0, 0), (120_000, 40_000), highway="primary", name="خیابان آن سر دنیا")
    made.node(3, 3.9, shop="bakery", name="\u202e" + "ن" * 240)
    facts = take(made.write(tmp_path / "a.osm"), home)
    names = {place.name for place in queries.places_of()}
    assert "خیابان نیمه" in names
    assert not names & {"خیابان بریده", "خیابان گم", "پارک بی‌مرز", "پارک گره‌خورده", "دریاچهٔ خود"}
    assert "ن" * 200 in names
    assert facts.size < 200_000


def test_one_map_is_read_at_a_time(home: Path, tmp_path: Path) -> None:
    with making(home), pytest.raises(MapIsBeingRead):
        take(shiraz_corner().write(tmp_path / "a.osm"), home)


def test_a_disk_that_refuses_is_a_sentence(home: Path) -> None:
    with pytest.raises(MapCouldNotBeWritten, match="No space left"), making(home):
        raise OSError(28, "No space left on device")


def test_what_a_killed_reading_left_is_gone_at_the_next_one(
    stands: Callable[[], None], home: Path, tmp_path: Path
) -> None:
    file = shiraz_corner().write(tmp_path / "a.osm")
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom peygir.atlas.map_folder import making\n"
        "from peygir.atlas.map_reading import read_map\nfrom tests.osm_files import Stages\n"
        "with making(Path(sys.argv[1])) as folder:\n"
        "    read_map(Path(sys.argv[2]), folder, progress=Stages())\n"
        "    print('read', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(home), str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "read\n"
    child.send_signal(signal.SIGKILL)
    child.communicate()
    assert len(list((home / MAKING).iterdir())) == 2
    with making(home):
        pass
    stands()


def test_without_the_extra_the_sentence_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    require_tools("pip install x")
    with pytest.raises(MapToolsAreMissing, match=r"two further packages \(osmiun, tippecano\): .* “pip install x”"):
        require_tools("pip install x", ("osmiun", "tippecano"))


def test_a_kind_for_each_place(home: Path, tmp_path: Path) -> None:
    made = SmallMap()
    made.way((0, 0), (1, 0), highway="residential", name="۱۲")
    take(made.write(tmp_path / "a.osm"), home)
    assert [(place.kind, place.number) for place in queries.places_of()] == [(PlaceKind.ALLEY, "12")]
