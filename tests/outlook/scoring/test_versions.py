"""A later version of the software: new versions of indicators and formats leave months and schemes usable."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from peygir.city import queries as city
from peygir.core import clock
from peygir.outlook.scoring import actions, catalogue, indicator, marking, queries, rules, snapshot_tables
from peygir.outlook.scoring.actions.computing import compute_month
from peygir.outlook.scoring.catalogue import IndicatorIsUnknown
from peygir.outlook.scoring.indicator import Indicator, SnapshotIsTooOld, SnapshotTables
from peygir.outlook.scoring.indicators.solved import SOLVED
from peygir.outlook.scoring.models import MarkScheme, ScoredMonth
from peygir.outlook.scoring.rules import SchemeIsNotRight, content_kept
from peygir.outlook.scoring.snapshot_tables import tables_of
from peygir.outlook.scoring.snapshot_text import section, sections, unpacked
from tests import make
from tests.committee import decide_appeal
from tests.drain import drain
from tests.full_city import load
from tests.outlook.scoring.whole_marks import content
from tests.scores import CLOSING, KHORDAD, LivedMonth, at, close
from tests.small_city import SmallCity
from tests.town import Town, TownClock

if TYPE_CHECKING:
    from ibis.expr.types import Table

pytestmark = pytest.mark.usefixtures("town_clock")
NEXT = SOLVED.version + 1


def everything_is_solved(tables: SnapshotTables) -> "Table":
    """The rows of “solved” as another version of it counts: each is good."""
    rows = SOLVED.rows(tables)
    return rows.mutate(is_good=rows.case * 0 + 1)


def with_lasted(tables: SnapshotTables) -> "Table":
    """The rows of “solved”, of promises that lasted seven units: a column that a later format has."""
    rows = everything_is_solved(tables)
    return rows.filter(rows.lasted == 7)


@pytest.fixture
def release(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Installs another release of the software, in which “solved” has the next version."""

    def install(rows: "Callable[[SnapshotTables], Table]" = everything_is_solved) -> None:
        now: dict[str, Indicator] = {**catalogue.INDICATORS, "solved": replace(SOLVED, version=NEXT, rows=rows)}
        for module in (catalogue, rules, marking):
            monkeypatch.setattr(module, "INDICATORS", now, raising=False)
        known = {**catalogue.VERSIONS, ("solved", NEXT): now["solved"]}
        monkeypatch.setattr(catalogue, "VERSIONS", known)

    return install


def solved(month: ScoredMonth, unit_id: int) -> Decimal | None:
    """The value of “solved” of a unit as it stands."""
    mark = queries.mark_of_unit(month.pk, unit_id)
    assert mark is not None
    return next(part.value for part in queries.parts_of(mark.id) if part.indicator == "solved")


def in_next_version() -> dict[str, Any]:
    """A scheme with the next version of “solved”."""
    values = content()
    for part in values["parts"]:
        part["version"] = NEXT if part["indicator"] == "solved" else part["version"]
    return values


def test_a_closed_month_is_verified_and_restated_by_the_version_that_its_scheme_names(
    town: Town, lived: LivedMonth, release: Callable[..., None]
) -> None:
    month = close(town)
    release()
    assert actions.verify_month(town.city_id, KHORDAD).differences == ()
    never = make.case(lived.never).pk
    row = actions.appeal(month.pk, town.units["D-01"], "solved", case_id=never, reason="باران بود", by=town.manager)
    decide_appeal(town, row.pk, is_upheld=True, answer="درست است")
    drain()
    assert solved(month, town.units["D-01"]) == Decimal("0.666666666667"), "two of three, as that version counts"
    assert actions.verify_month(town.city_id, KHORDAD).differences == ()


def test_a_decided_scheme_still_closes_its_months_and_a_new_one_takes_the_new_version(
    town: Town, lived: LivedMonth, release: Callable[..., None]
) -> None:
    old = content()
    release()
    assert actions.plan_closing(clock.now()) == 1
    month = close(town)
    assert solved(month, town.units["D-01"]) == Decimal("0.5")
    with pytest.raises(SchemeIsNotRight):
        rules.content_from(old)
    (tried,) = actions.what_if(town.city_id, in_next_version(), by=town.admin)
    own = next(unit for unit in tried.units if unit.unit_id == town.units["D-01"])
    assert own.mark_before is not None
    assert own.mark_after is not None
    assert own.mark_after > own.mark_before, "every case is solved by the new version"


def test_a_version_that_nobody_knows_is_named(town: Town, lived: LivedMonth) -> None:
    text, values = text_of(close(town)), content()
    values["parts"][0]["version"] = 99
    with pytest.raises(IndicatorIsUnknown, match=f"version 99 .*{values['parts'][0]['indicator']}"):
        compute_month(text, content_kept(values))


def text_of(month: ScoredMonth) -> bytes:
    """The text of a month's snapshot."""
    return unpacked(bytes(month.snapshot.content))


@pytest.fixture
def later_format(monkeypatch: pytest.MonkeyPatch) -> int:
    """A later format of snapshots, whose promises have one column more; returns its number."""
    number = snapshot_tables.VERSION + 1
    former = snapshot_tables.PROMISE
    text = " ".join(f"{name}:{kind}" for name, kind in former.columns.items())
    promise = snapshot_tables._table("promise", f"{text} lasted@{number}", " ".join(former.order))
    assert promise.in_format(number - 1).columns == former.columns
    tables = tuple(promise if one.name == "promise" else one for one in snapshot_tables.TABLES)
    monkeypatch.setattr(snapshot_tables, "TABLES", tables)
    for module in (snapshot_tables, indicator):
        monkeypatch.setattr(module, "VERSION", number)
    return number


def in_format(text: bytes, number: int) -> bytes:
    """A snapshot as the later format would have written it: every promise lasted seven units."""
    bodies = dict(sections(text))
    bodies["promise"] = b"".join(line.removesuffix(b"\n") + b",7\n" for line in bodies["promise"].splitlines(True))
    parts = [section(table, bodies[table.name]) for table in tables_of(number)]
    return f"peygir score snapshot {number}\n".encode() + b"".join(parts)


def test_a_snapshot_is_read_in_the_format_in_which_it_was_written(
    town: Town, lived: LivedMonth, later_format: int, release: Callable[..., None]
) -> None:
    month = close(town)
    release(with_lasted)
    assert actions.verify_month(town.city_id, KHORDAD).differences == ()
    text, scheme = text_of(month), content_kept(in_next_version())
    with make.refused(SnapshotIsTooOld):
        compute_month(text, scheme)
    assert actions.what_if(town.city_id, in_next_version(), by=town.admin) == [], "the month cannot be tried by it"
    later = compute_month(in_format(text, later_format), scheme).of_unit(town.units["D-01"])
    assert later is not None
    measured = next(part.measured for part in later.parts if part.part.indicator == "solved")
    assert measured is not None
    assert (measured.value, measured.n) == (Decimal(1), 4)


def test_a_city_whose_scheme_cannot_be_read_does_not_stop_the_night(
    town: Town, town_clock: TownClock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    load(SmallCity(), tmp_path)
    first, second = city.cities()
    for one, values in ((first, {"parts": []}), (second, content())):
        MarkScheme.objects.create(
            city_id=one.id,
            from_on=KHORDAD.first_on,
            content=values,
            digest="0" * 64,
            state="decided",
            proposed_by_id=town.admin.id,
            proposed_at=clock.now(),
            decided_by_id=town.mayor.id,
            decided_at=clock.now(),
        )
    at(town_clock, CLOSING)
    assert actions.plan_closing(clock.now()) == 1
    failed = [record.message for record in caplog.records if record.levelname == "ERROR"]
    assert failed == ["scheme_cannot_be_read"]
