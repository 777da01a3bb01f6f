"""A third language of a city's data is a file beside its tables: loaded with them, read by pages, and refused whole."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from peygir.city import queries
from peygir.city.actions import CityHasFaults
from peygir.city.models import CityText
from peygir.core.translation import catalogues_in
from tests.full_city import LATER, load
from tests.small_city import Row, SmallCity
from tests.test_translation import MARKED, catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_city")]


def text(kind: str, code: str, words: str, field: str = "") -> Row:
    """One row of texts.LANGUAGE.csv."""
    return {"kind": kind, "code": code, "field": field, "text": words}


def with_texts(*rows: Row) -> SmallCity:
    city = SmallCity()
    city.texts = {
        MARKED: list(rows)
        or [
            text("city", "small", "Kiçik"),
            text("unit", "D-01", "Birinci rayon idarəsi"),
            text("group", "CLN", "Təmizlik"),
            text("topic", "CLN-01", "Zibil"),
            text("topic", "CLN-01", "Hər axşam", "words"),
            text("district", "1", "Birinci rayon"),
        ]
    }
    return city


def names(city_id: int) -> tuple[str, ...]:
    """The unit and the topic with texts, and a unit without, in the third language."""
    things: list[Any] = [
        queries.unit_by_code(city_id, "D-01"),
        queries.topic_by_code(city_id, "CLN-01"),
        queries.unit_by_code(city_id, "D-02"),
    ]
    return tuple(queries.names_of(thing).in_language(MARKED) for thing in things)


def test_a_language_is_a_file(tmp_path: Path) -> None:
    report = load(with_texts(), tmp_path)
    assert report.counts["citytext"] == 6
    assert names(report.city_id) == ("Birinci rayon idarəsi", "Zibil", "واحد D-02"), "what has no text: the first"
    topic = queries.topic_by_code(report.city_id, "CLN-01")
    assert topic is not None
    assert queries.names_of(topic).in_language("en") == "topic CLN-01"
    assert queries.group_names(topic).in_language(MARKED) == "Təmizlik"


def test_a_load_without_the_file_leaves_the_texts_and_another_text_is_another_version(tmp_path: Path) -> None:
    city_id = load(with_texts(), tmp_path / "first").city_id
    assert load(SmallCity(), tmp_path / "second", on=LATER).changes == []
    assert names(city_id)[1] == "Zibil"
    report = load(with_texts(text("topic", "CLN-01", "Məişət zibili")), tmp_path / "third", on=LATER)
    assert [(one.code, one.verb) for one in report.changes if one.table == "citytext"][:1] == [
        (f"topic × CLN-01 × name × {MARKED}", "changed")
    ]
    assert names(city_id)[:2] == ("واحد D-01", "Məişət zibili")
    assert CityText.objects.filter(city_id=city_id, code="CLN-01", field="name").count() == 2


def test_faults_are_listed_by_file_and_row(tmp_path: Path) -> None:
    spoilt = with_texts(
        text("unit", "D-99", "Yox"),
        text("pigeon", "1", "Göyərçin"),
        text("unit", "D-01", "Söz", "colour"),
        text("topic", "CLN-01", "Zibil"),
        text("topic", "CLN-01", "Zibil"),
        text("topic", "GRN-01", ""),
    )
    spoilt.texts["fa"] = [text("unit", "D-01", "منطقه")]
    with pytest.raises(CityHasFaults) as refusal:
        load(spoilt, tmp_path)
    assert [(fault.file, fault.row) for fault in refusal.value.faults] == [
        (f"texts.{MARKED}.csv", 2),
        (f"texts.{MARKED}.csv", 3),
        (f"texts.{MARKED}.csv", 4),
        (f"texts.{MARKED}.csv", 6),
        (f"texts.{MARKED}.csv", 7),
        ("texts.fa.csv", 0),
    ]


def test_pages_are_read_in_the_third_language(tmp_path: Path, settings: Any) -> None:
    load(with_texts(), tmp_path / "city")
    settings.CITY = "small"
    settings.LANGUAGES = [*settings.LANGUAGES, (MARKED, "Azərbaycanca")]
    folder = catalogue(tmp_path / "locale", {"Our promises": "Vədlərimiz"})
    settings.LOCALE_PATHS = [folder, *settings.LOCALE_PATHS]
    citizen = Client()
    with catalogues_in(folder):
        assert citizen.post("/language/", {"language": MARKED}).status_code == 302
        page = citizen.get("/report/").content.decode()
    assert "Təmizlik" in page
    assert "Zibil" in page
    assert f'lang="{MARKED}"' in page
    assert ">گروه CLN<" not in page
