"""Marks of real departments: Boston's requests of 2011 replayed, each month closed, and naive shares beside true ones.

The records are those of `./run replay`. They know when a request was opened, due and closed, and nothing else: no
citizen was asked, nothing was inspected. So the scheme is that of the first proposal with the weight of time alone, of
which two indicators have data. The months are those of the Iranian calendar that the records cover, each closed on its
closing day, before anything later is played.

“In time” is counted three ways for each department and month: as the city flagged what was closed in it (a request
without a target counts as in time there), of what was closed in it with a target, and of all that fell due in it,
finished or not. The third is the mark's, by Kaplan and Meier; it is counted once more from the file, which must agree.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lab.bench import homes
from lab.bench.process import command

if TYPE_CHECKING:
    from lab.bench.naive_shares import NaiveCounts
    from peygir.outlook.scoring.facts import MarkPartFacts, UnitMarkFacts
    from peygir.outlook.scoring.months import ScoreMonth
    from peygir.outlook.scoring.rules import SchemeContent

HOME: Final = "scores-of"
IN_TIME: Final = "finished_in_time"
INDICATORS: Final = (IN_TIME, "time_to_finish")
SEEDS: Final = ("1", "4242")
"""Seeds of Python's hashes with which each month is computed again."""
NEAR: Final = 1e-9
BEFORE: Final = datetime(2011, 6, 1, 12, tzinfo=UTC)
"""When the scheme is decided: before the first record, and before the first month."""
MONTHS: Final = int(os.environ.get("PEYGIR_SCORED_MONTHS", "0"))
"""Only so many of the first months are closed; 0: all. A later run goes on from there."""
Months = list[dict[str, Any]]


def report(file: str, *, as_json: bool) -> int:
    """Measure and print a table for each month, or JSON; returns 1 when something differs."""
    months = measured(Path(file))
    if as_json:
        print(json.dumps({"months": months, "is_good": is_good(months)}, ensure_ascii=False))
    else:
        show(months)
    return 0 if is_good(months) else 1


def measured(file: Path) -> Months:
    """Replay the file in a home of its own, close its months, and compute each again in other processes.

    An interrupted run continues; a second one finds the months closed. Raises NoSuchFile, NotBostonsRecords.
    """
    home, file = homes.home_of(HOME), file.resolve()
    stamp = f"{homes.stamp()} {hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ''}"
    made = home / "bench-stamp"
    if not made.exists() or made.read_text() != stamp:
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(mode=0o711, parents=True, exist_ok=True)
        made.write_text(stamp)
    environment = {**os.environ, "PEYGIR_HOME": str(home), "PEYGIR_CITY": "boston"}
    done = subprocess.run(command(HOME, file), env=environment, stdout=subprocess.PIPE, check=True)
    months: Months = json.loads(done.stdout.splitlines()[-1])
    for month in months:
        month["verified"] = [_verified(month, {**environment, "PYTHONHASHSEED": seed}) for seed in SEEDS]
    return months


def is_good(months: Months) -> bool:
    """Whether every month is verified with every seed, and each share of the marks is that counted from the file."""
    rows = [row for month in months for row in month["departments"]]
    return bool(rows) and all(map(agrees, rows)) and all(all(month["verified"]) for month in months)


def agrees(row: dict[str, Any]) -> bool:
    """Whether the mark of a department counts the requests that fell due in the file, and gives their share."""
    mark, due = row["mark"], row["due"]
    return mark["n"] == due["n"] and (mark["share"] is None or abs(mark["share"] - due["share"]) <= NEAR)


def _verified(month: dict[str, Any], environment: dict[str, str]) -> bool:
    """Whether `./run score --verify` finds the same digests in another process."""
    words = [sys.executable, "-P", "-m", "peygir.ops", "score", "--month", month["month"], "--verify", "--json"]
    done = subprocess.run(words, env=environment, stdout=subprocess.PIPE, check=False)
    found = json.loads(done.stdout.splitlines()[-1]) if done.stdout else {}
    return done.returncode == 0 and found["verified"] is True and found["digest"] == month["digest"]


def main(file: str) -> None:
    """Run the step: replay up to each closing day, close the month, and print what it gives as JSON."""
    from lab.bench.naive_shares import covered_months, naive_counts
    from lab.replay import boston, simulate
    from peygir.core import clock
    from peygir.ops.tables import migrate_if_needed
    from peygir.outlook.scoring import actions, queries
    from peygir.outlook.scoring.people_queries import schemes
    from peygir.people.rules import SYSTEM

    archive = boston.read_archive(Path(file))
    migrate_if_needed()
    content, months = time_alone(), covered_months(archive.records)[: MONTHS or None]
    answer = []
    with simulate.alone():
        city_id = simulate.ensure_city(archive)
        if months and not schemes(city_id):
            with clock.simulated(lambda: BEFORE):
                decide_scheme(city_id, months[0], content)
        replay = simulate.Replay(archive.records, city_id)
        for month in months:
            closing = closing_moment(month, content.closing_days)
            if queries.scored_month(city_id, month.first_on) is None:
                _play(replay, closing, month.name)
                with clock.simulated(_always(closing)):
                    actions.close_month(city_id, month, by=SYSTEM, now=closing)
            answer.append(_answer(city_id, month, naive_counts(archive.records, month, closing)))
    print(json.dumps(answer))


def _always(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def time_alone() -> "SchemeContent":
    """The first proposal with the weight of time alone, and the two indicators that the records have data for."""
    from peygir.outlook.scoring.rules import first_content
    from peygir.outlook.scoring.words import MarkGroup

    content = first_content()
    groups = {group: Decimal(int(group == MarkGroup.TIME)) for group in content.groups}
    parts = [part for part in content.parts if part.indicator in INDICATORS]
    return replace(content, groups=groups, parts=parts, publication_days=0)


def closing_moment(month: "ScoreMonth", days: int) -> datetime:
    """The morning of a month's closing day in Boston."""
    from lab.replay.boston import ZONE

    return datetime.combine(month.last_on + timedelta(days=days), time(6), ZONE).astimezone(UTC)


def decide_scheme(city_id: int, month: "ScoreMonth", content: "SchemeContent") -> None:
    """Let one account propose a scheme from a month on, and another decide it."""
    from peygir.outlook.scoring import actions
    from peygir.people.acting import actor_of
    from peygir.people.actions import add_staff
    from peygir.people.models import Staff
    from peygir.people.rules import SYSTEM

    keys = [
        add_staff(name, encoded_password=homes.NO_PASSWORD, role="admin", unit_code="", must_change=False, by=SYSTEM)
        for name in ("score-admin", "score-second")
    ]
    first, second = (actor_of(Staff.objects.get(pk=key)) for key in keys)
    scheme = actions.propose_scheme(city_id, month, content.as_json(), by=first)
    actions.decide_scheme(scheme.pk, is_agreed=True, by=second)


def _play(replay: Any, until: datetime, name: str) -> None:
    """Play what happened until the closing, with a bar."""
    from peygir.ops.bars import bar

    waiting = sum(moment.at <= until for moment in replay.waiting())
    with bar(name, waiting) as show_done:
        for done, _moment in enumerate(replay.play(until=until), start=1):
            show_done(done)


def _answer(city_id: int, month: "ScoreMonth", counts: "dict[str, NaiveCounts]") -> dict[str, Any]:
    """The marks of a closed month beside the counts of the file, departments with most due first."""
    from peygir.city.queries import units
    from peygir.outlook.scoring import queries

    row = queries.scored_month(city_id, month.first_on)
    assert row is not None
    marks = {mark.unit_id: mark for mark in queries.marks_of_month(row.id)}
    departments = []
    for unit in units(city_id):
        unit_mark, own = marks.get(unit.id), counts.get(unit.code)
        if own is not None and own.is_any:
            parts = queries.parts_of(unit_mark.id) if unit_mark is not None else []
            departments.append(
                _row(unit.name_en, own, unit_mark, next((one for one in parts if one.indicator == IN_TIME), None))
            )
    departments.sort(key=lambda one: (-one["due"]["n"], one["department"]))
    digest = queries.versions_of(row.id)[-1].digest
    return {
        "month": month.name,
        "first_on": month.first_on.isoformat(),
        "last_on": month.last_on.isoformat(),
        "snapshot": row.snapshot_digest,
        "digest": digest,
        "departments": departments,
    }


def _row(
    name: str, own: "NaiveCounts", unit_mark: "UnitMarkFacts | None", part: "MarkPartFacts | None"
) -> dict[str, Any]:
    """One department: the three shares with their numbers, and the mark with the ends of its interval."""
    return {
        "department": name,
        "flagged": {"n": own.flagged, "share": _share(own.flagged_in_time, own.flagged)},
        "closed": {"n": own.closed, "share": _share(own.closed_in_time, own.closed)},
        "due": {"n": own.due, "open": own.due_open, "share": _share(own.due_in_time, own.due)},
        "mark": {
            "n": part.n if part is not None else 0,
            "share": _number(part.value if part is not None else None),
            "low": _number(part.low if part is not None else None),
            "high": _number(part.high if part is not None else None),
            "mark": _number(unit_mark.mark if unit_mark is not None else None),
            "mark_low": _number(unit_mark.low if unit_mark is not None else None),
            "mark_high": _number(unit_mark.high if unit_mark is not None else None),
        },
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _share(count: int, n: int) -> float | None:
    return count / n if n else None


def show(months: Months) -> None:
    """Print a table for each month."""
    for month in months:
        print(f"{month['month']}   {month['first_on']} to {month['last_on']}   marks {month['digest'][:16]}")
        print(f"{'':<38}{'naive: flagged':>18}{'naive: closed':>18}{'all due':>16}{'open':>7}{'mark of 20':>20}")
        for row in month["departments"]:
            counted = row["mark"]
            ends = f" ({counted['mark_low']:.1f}–{counted['mark_high']:.1f})" if counted["mark"] is not None else ""
            print(
                f"{row['department'][:37]:<38}{_of(row['flagged']):>18}{_of(row['closed']):>18}{_of(counted):>16}"
                f"{row['due']['open']:>7}{(_text(counted['mark']) + ends):>20}"
            )
        verified = "equal" if all(month["verified"]) else "DIFFERENT"
        print(f"computed again with {len(month['verified'])} seeds of Python's hashes: {verified}\n")


def _of(cell: dict[str, Any]) -> str:
    return f"{100 * cell['share']:.1f} % of {cell['n']}" if cell["share"] is not None else f"— of {cell['n']}"


def _text(number: float | None) -> str:
    return "—" if number is None else f"{number:.2f}"
