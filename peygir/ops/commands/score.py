"""Close a month: freeze its figures and compute its marks; or compute a closed month again and compare.

`--month 1405-08` names a month of the Iranian calendar. With `--verify` nothing is written: every version of the month
is computed again from its snapshot, and compared with what is stored and with the history; exit code 1 if anything
differs. `--snapshot FILE` writes a closed month as one file: its snapshot, scheme and what upheld appeals took out.
`--from FILE` computes the marks again from such a file alone, in any clone, and prints their digests; exit code 1 if
they are not those that the file names. See docs/scores.md.
"""

import argparse
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from peygir.core.translation import in_every, pgettext_lazy

if TYPE_CHECKING:
    from peygir.outlook.scoring.actions import MonthInFile, VerifiedMonth
    from peygir.outlook.scoring.fairness.standing import Standing
    from peygir.outlook.scoring.months import ScoreMonth

DIFFERS = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the month and what to do with it."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--month", metavar="YYYY-MM", help="a month of the Iranian calendar: 1405-08")
    what.add_argument("--from", dest="file", type=Path, metavar="FILE", help="compute a month's file again")
    parser.add_argument("--verify", action="store_true", help="compute the marks of a closed month again and compare")
    parser.add_argument(
        "--snapshot", type=Path, metavar="FILE", help="write a closed month with its snapshot as one file"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Close, write, verify or compute from a file, and print the marks; 1 if anything differs."""
    answer = _of_file(args.file) if args.file is not None else _of_month(args)
    if args.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        _print(answer)
    return DIFFERS if answer.get("differences") else 0


def _of_file(file: Path) -> dict[str, object]:
    """The marks that a month's file gives. Raises OSError, SnapshotIsNotRight, SnapshotIsTooOld, IndicatorIsUnknown."""
    from peygir.ops.tables import migrate_if_needed
    from peygir.outlook.scoring.actions import compute_file

    content = file.read_bytes()
    migrate_if_needed()
    return file_as_data(compute_file(content))


def _of_month(args: argparse.Namespace) -> dict[str, object]:
    """Close a month, or write and verify a closed one."""
    from django.conf import settings

    from peygir.city.queries import current_city
    from peygir.core import clock
    from peygir.ops.tables import migrate_if_needed
    from peygir.outlook.scoring import actions
    from peygir.outlook.scoring.months import month_named
    from peygir.people.rules import SYSTEM

    migrate_if_needed()
    month, city_id = month_named(args.month), current_city(settings.CITY).id
    if args.snapshot is None and not args.verify:
        actions.close_month(city_id, month, by=SYSTEM, now=clock.now())
    if args.snapshot is not None:
        args.snapshot.write_bytes(actions.month_file(city_id, month))
    return as_data(city_id, month, actions.verify_month(city_id, month) if args.verify else None)


def as_data(city_id: int, month: "ScoreMonth", verified: "VerifiedMonth | None") -> dict[str, object]:
    """Return the marks of a closed month, and what its verification found, as JSON values."""
    from peygir.city.queries import unit
    from peygir.outlook.scoring import queries
    from peygir.outlook.scoring.comparison_queries import comparison_digest, standings_of_month
    from peygir.people.rules import SYSTEM

    row = queries.scored_month(city_id, month.first_on, SYSTEM)
    assert row is not None
    versions = queries.versions_of(row.id)
    standings = {one.unit_id: one for one in standings_of_month(row.id, SYSTEM) if one.indicator == "mark"}
    marks = []
    for unit_mark in queries.marks_of_month(row.id, SYSTEM):
        known = unit(unit_mark.unit_id)
        numbers = {"mark": unit_mark.mark, "low": unit_mark.low, "high": unit_mark.high}
        texts = {name: None if number is None else str(number) for name, number in numbers.items()}
        marks.append(
            {
                "unit": known.code if known else str(unit_mark.unit_id),
                "state": unit_mark.state,
                **texts,
                "cases": unit_mark.cases,
                **_standing(standings.get(unit_mark.unit_id)),
            }
        )
    answer: dict[str, object] = {
        "month": month.name,
        "version": row.version,
        "as_of": row.as_of.isoformat(),
        "published_at": row.published_at.isoformat() if row.published_at is not None else None,
        "publish_on": row.publish_on.isoformat() if row.publish_on is not None else None,
        "snapshot": row.snapshot_digest,
        "digest": versions[-1].digest,
        "comparison": comparison_digest(row.id, SYSTEM),
        "marks": marks,
    }
    if verified is not None:
        answer["verified"] = not verified.differences
        answer["differences"] = [difference.in_language("en") for difference in verified.differences]
    return answer


def file_as_data(month: "MonthInFile") -> dict[str, object]:
    """Return the marks of the last version that a month's file gives, and all digests, as JSON values."""
    last = month.versions[-1]
    marks = [
        {
            "unit": month.codes.get(unit_mark.unit_id, str(unit_mark.unit_id)),
            "state": unit_mark.state.value,
            **{
                name: None if number is None else str(number)
                for name, number in (("mark", unit_mark.mark), ("low", unit_mark.low), ("high", unit_mark.high))
            },
            "cases": unit_mark.cases,
        }
        for unit_mark in last.computed.units
    ]
    return {
        "month": month.month,
        "version": last.number,
        "as_of": (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=month.as_of)).isoformat(),
        "snapshot": month.snapshot,
        "scheme": month.scheme,
        "digest": last.computed.digest,
        "digests": [one.computed.digest for one in month.versions],
        "marks": marks,
        "verified": not month.differences,
        "differences": [difference.in_language("en") for difference in month.differences],
    }


def _standing(standing: "Standing | None") -> dict[str, object]:
    """How a unit stands among its peers; nothing where units were not compared."""
    if standing is None:
        return {}
    return {
        "band": standing.band.value,
        "peers": standing.peers,
        "expected": None if standing.expected is None else str(standing.expected),
        "adjusted": None if standing.adjusted is None else str(standing.adjusted),
        "ranks": None if standing.rank is None else [standing.rank_low, standing.rank_high],
        "place": standing.place,
        "of": standing.of,
    }


def _print(answer: dict[str, object]) -> None:
    marks = answer["marks"]
    assert isinstance(marks, list)
    for mark in marks:
        ends = f"{mark['low']}–{mark['high']}" if mark["mark"] else ""
        print(f"{mark['unit']:<24} {mark['mark'] or '—':>6}   {ends:<14} {mark['cases']:>7}")
    print(f"{answer['month']}   {in_every(pgettext_lazy('terminal', 'version'))} {answer['version']}")
    if answer.get("publish_on") and not answer.get("published_at"):
        print(f"{in_every(pgettext_lazy('terminal', 'provisional, published on'))} {answer['publish_on']}")
    print(f"{in_every(pgettext_lazy('terminal', 'snapshot'))}   {answer['snapshot']}")
    print(f"{in_every(pgettext_lazy('terminal', 'marks'))}   {answer['digest']}")
    if answer.get("comparison"):
        print(f"{in_every(pgettext_lazy('terminal', 'comparison'))}   {answer['comparison']}")
    differences = answer.get("differences")
    if isinstance(differences, list):
        for difference in differences:
            print(f"✗ {difference}")
        if not differences:
            print(in_every(pgettext_lazy("terminal", "the snapshot gives the same marks")))
