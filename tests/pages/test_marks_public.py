"""The public pages of marks: months, units, method, changes and open data; a restatement shows at once."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from peygir.city import queries as city
from peygir.city.actions import rename_unit
from peygir.core import clock
from peygir.outlook.scoring import actions, queries
from peygir.outlook.scoring.asked_citizens import asked_citizens
from peygir.outlook.scoring.catalogue import INDICATORS
from peygir.outlook.scoring.indicator import sql_of
from peygir.outlook.scoring.models import ScoredMonth
from peygir.outlook.scoring.people_queries import scheme_by_id
from peygir.outlook.scoring.rules import content_kept, first_content
from peygir.web.kit import mark_words
from peygir.web.kit.mark_scheme import scheme_changes, scheme_text, worked_example
from tests import make
from tests.committee import decide_appeal
from tests.drain import drain
from tests.markup import packed
from tests.outlook.scoring.whole_marks import content
from tests.scores import KHORDAD, LivedMonth, close, live_khordad
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def read(path: str, language: str = "fa", status: int = 200, **headers: str) -> Any:
    """What a stranger is answered."""
    answer = Client(headers={"Accept-Language": language, **headers}).get(path)
    assert answer.status_code == status, path
    return answer


def body(path: str, language: str = "fa") -> str:
    """The page, without blanks between tags."""
    return packed(read(path, language).content.decode())


def mark_text(value: Decimal | None) -> str:
    """A mark as an English page has it."""
    with override("en"):
        return mark_words.mark_text(value)


def own_mark(month: ScoredMonth, unit_id: int) -> Any:
    """The present mark of a unit."""
    unit_mark = queries.mark_of_unit(month.pk, unit_id)
    assert unit_mark is not None
    assert unit_mark.mark is not None
    return unit_mark


def test_only_closed_months_are_shown(town: Town, lived: LivedMonth) -> None:
    assert "هنوز نمره‌ای نیست" in body("/marks/")
    assert "شیوهٔ نمره‌دهی از خرداد ۱۴۰۵" in body("/marks/method/")
    for path in ("/marks/1405-03/", "/marks/1405-03/marks.csv", "/marks/1405-03/D-01/", "/marks/of/D-01/"):
        read(path, status=404)
    close(town)
    for path in ("/marks/", "/marks/1405-03/", "/marks/1405-03/D-01/", "/marks/of/D-01/"):
        read(path)
    for path in ("/marks/1405-04/", "/marks/x/", "/marks/1405-03/none/", "/marks/1405-03/none.csv", "/marks/of/none/"):
        read(path, status=404)
    for version in ("0", "2", "x", "-1"):
        read(f"/marks/1405-03/?version={version}", status=404)


def test_a_mark_opens_down_to_its_parts(town: Town, month: ScoredMonth) -> None:
    unit_mark = own_mark(month, town.units["D-01"])
    page = body("/marks/1405-03/")
    shown = mark_text(unit_mark.mark)
    assert shown in body("/marks/", "en")
    assert f'href="{reverse("marks_unit_month", args=["1405-03", "D-01"])}"' in page
    assert "خرداد ۱۴۰۵" in page
    assert month.snapshot.digest in page
    parts = body("/marks/1405-03/D-01/", "en")
    counts = next(part.counts for part in queries.parts_of(unit_mark.id) if part.indicator == "solved")
    assert "Solved" in parts
    assert f'not closed yet:<span class="number">{counts["not_closed"]}</span>' in parts
    assert shown in body("/marks/of/D-01/", "en")


def test_too_few_cases_give_no_mark(town: Town, town_clock: TownClock) -> None:
    scheme = actions.propose_scheme(
        town.city_id, KHORDAD, {**first_content().as_json(), "publication_days": 0}, by=town.admin
    )
    actions.decide_scheme(scheme.pk, is_agreed=True, by=town.mayor)
    live_khordad(town, town_clock)
    close(town)
    page = body("/marks/", "en")
    assert "Too few cases to say" in page
    assert 'class="chart-lying"' not in page
    assert "A mark would tell of chance." in body("/marks/1405-03/D-01/", "en")


def test_the_method_is_that_of_the_scheme_and_its_example_gives_the_mark(town: Town, month: ScoredMonth) -> None:
    page = body("/marks/method/?unit=D-01", "en")
    with override("en"):
        names = [mark_words.indicator_name(part.indicator) for part in first_content().parts]
    assert [name for name in names if name not in page] == []
    facts = scheme_by_id(town.city_id, month.scheme_id)
    assert facts is not None
    unit_mark = own_mark(month, town.units["D-01"])
    with override("en"):
        example = worked_example(content_kept(facts.content), unit_mark, queries.parts_of(unit_mark.id))
    total = sum(Decimal(one.points) for one in example.parts)
    assert abs(total - unit_mark.mark) < Decimal("0.1"), "each part is rounded to two digits"
    assert example.parts[0].points in page
    assert body(f"/marks/method/{month.scheme_id}/", "en")
    for code in ("finished_in_time", "verified"):
        query = sql_of(INDICATORS[code])
        assert query.startswith("SELECT")
        assert packed(escape(query)) in page, "the query that is run is the one that is shown"
    read("/marks/method/999999/", status=404)


def test_what_a_scheme_changed_is_told(town: Town) -> None:
    old = first_content()
    changed = content(closing_days=20, combination="geometric")
    changed["groups"]["time"] = "30"
    with override("en"):
        lines = scheme_changes(content_kept(changed), old)
    assert ("Days until a month is closed", "15", "20") in lines
    assert any(line[1:] == ("24", "30") for line in lines)
    assert sum("least number" in line[0] for line in lines) == len(old.parts)
    assert scheme_changes(old, old) == []


def test_a_restatement_shows_at_once_and_the_old_version_stays(
    town: Town, lived: LivedMonth, month: ScoredMonth
) -> None:
    unit_id = town.units["D-01"]
    before = own_mark(month, unit_id)
    first = read("/marks/1405-03/marks.csv")
    tag = first.headers["ETag"]
    assert read("/marks/1405-03/marks.csv", status=304, **{"If-None-Match": tag}).content == b""
    never = make.case(lived.never).pk
    row = actions.appeal(month.pk, unit_id, "solved", case_id=never, reason="تعطیل بود", by=town.manager)
    decide_appeal(town, row.pk, is_upheld=True, answer="درست است")
    assert read("/marks/1405-03/marks.csv").headers["ETag"] == tag, "the job has not run yet"
    drain(twice=True)
    after = own_mark(month, unit_id)
    assert after.mark > before.mark
    again = read("/marks/1405-03/marks.csv", **{"If-None-Match": tag})
    rows = {line["unit"]: line for line in csv.DictReader(io.StringIO(again.content.decode()))}
    assert (rows["D-01"]["mark"], rows["D-01"]["version"]) == (str(after.mark), "2")
    old = read("/marks/1405-03/marks.csv?version=1")
    assert old.content == first.content
    assert old.headers["ETag"] == tag
    assert mark_text(after.mark) in body("/marks/1405-03/", "en")
    assert mark_text(before.mark) in body("/marks/1405-03/?version=1", "en")
    assert "You read version 1" in body("/marks/1405-03/?version=1", "en")
    changes = body("/marks/changes/", "en")
    assert mark_text(before.mark) in changes
    assert mark_text(after.mark) in changes


def test_open_data_tell_of_units_alone(town: Town, lived: LivedMonth, month: ScoredMonth) -> None:
    unit_mark = own_mark(month, town.units["D-01"])
    data = json.loads(read("/marks/1405-03/marks.json").content)
    own = next(one for one in data["units"] if one["unit"] == "D-01")
    assert (own["mark"], own["cases"]) == (str(unit_mark.mark), unit_mark.cases)
    assert data["snapshot_sha256"] == month.snapshot.digest
    parts = list(csv.DictReader(io.StringIO(read("/marks/1405-03/parts.csv").content.decode())))
    solved = next(one for one in parts if (one["unit"], one["indicator"]) == ("D-01", "solved"))
    assert Decimal(solved["value"]) == next(
        part.value for part in queries.parts_of(unit_mark.id) if part.indicator == "solved"
    )
    for path in ("/marks/1405-03/marks.csv", "/marks/1405-03/parts.csv", "/marks/1405-03/marks.json"):
        text = read(path).content.decode()
        for code in (lived.late, lived.never, lived.in_time):
            assert code not in text
        assert [phone for phone in PHONES[:7] if phone.removeprefix("+98") in text] == []


def test_the_scheme_as_text_has_a_share_for_each_group(town: Town, month: ScoredMonth) -> None:
    facts = scheme_by_id(town.city_id, month.scheme_id)
    assert facts is not None
    with override("en"):
        assert [weight for _name, weight in scheme_text(facts).groups] == ["56%", "24%", "20%"]


def test_a_new_name_of_a_unit_changes_the_tag_of_every_file(
    town: Town, town_clock: TownClock, month: ScoredMonth
) -> None:
    city.forget()
    paths = [f"/marks/1405-03/{name}" for name in ("marks.csv", "marks.json", "report.xlsx")]
    paths.append("/comparisons/1405-03/standings.csv")
    tags = {path: read(path).headers["ETag"] for path in paths}
    for path, tag in tags.items():
        assert read(path, status=304, **{"If-None-Match": tag}).content == b"", path
    tomorrow = date.fromordinal(city.day_of(town.city_id, clock.now()).toordinal() + 1)
    rename_unit(town.city_id, "D-01", name_fa="منطقهٔ نو", name_en="New name", since=tomorrow, by=str(town.admin))
    town_clock.forward(days=1)
    city.forget()
    for path, tag in tags.items():
        assert read(path, **{"If-None-Match": tag}).headers["ETag"] != tag, path
    assert "New name" in read("/marks/1405-03/marks.csv").content.decode()


def test_who_was_asked_and_answered_stands_by_channel(town: Town, month: ScoredMonth) -> None:
    facts = queries.scored_month(town.city_id, KHORDAD.first_on)
    assert facts is not None
    (first,), (second,) = (asked_citizens(facts, town.units[code]) for code in ("D-01", "D-02"))
    assert (first.way, first.asked, first.answered, first.satisfied) == ("question", 3, 3, 2), "one said no"
    assert (second.asked, second.answered) == (1, 0)
    page = body("/marks/1405-03/D-01/", "en")
    assert "The question after the work" in page
    assert "3 (100%)" in page
    assert "2 (67%)" in page
    parts = {part.indicator: part for part in queries.parts_of(own_mark(month, town.units["D-01"]).id)}
    assert parts["satisfaction"].counts == {"satisfied": 2, "unsatisfied": 1}
