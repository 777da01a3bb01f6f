"""A closed month as a file: anybody computes its marks again from it, without a table of the product."""

import argparse
import json
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peygir.ops.commands import score
from peygir.outlook.scoring import actions, queries
from peygir.outlook.scoring.models import ScoredMonth, ScoreSnapshot
from peygir.outlook.scoring.snapshot_text import SnapshotIsNotRight
from tests import make
from tests.committee import decide_appeal
from tests.drain import drain
from tests.scores import KHORDAD, close, decide_scheme, live_khordad
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
REASON = "کارگاه تعطیل بود"


@pytest.fixture
def month(town: Town, town_clock: TownClock) -> ScoredMonth:
    """Khordad, closed, and restated after two appeals: about a case, and by rule."""
    decide_scheme(town)
    never = make.case(live_khordad(town, town_clock).never).pk
    row, unit_id = close(town), town.units["D-01"]
    first = actions.appeal(row.pk, unit_id, "solved", case_id=never, reason=REASON, by=town.manager)
    second = actions.appeal(row.pk, unit_id, "finished_in_time", why="overdue", reason=REASON, by=town.manager)
    for one in (first, second):
        decide_appeal(town, one.pk, is_upheld=True, answer="درست است")
        drain()
    return ScoredMonth.objects.get(pk=row.pk)


def differences(content: bytes) -> list[str]:
    """What comes out otherwise than a file says."""
    return [text.in_language("en") for text in actions.compute_file(content).differences]


def test_a_file_gives_every_version_without_a_table_of_the_product(town: Town, month: ScoredMonth) -> None:
    content = actions.month_file(town.city_id, KHORDAD)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        computed = actions.compute_file(content)
    named = {word for query in asked.captured_queries for word in re.findall(r"\w+", query["sql"])}
    assert any(word.startswith("snapshot_") for word in named)
    assert not named & set(connection.introspection.table_names())
    assert computed.differences == ()
    assert [one.computed.digest for one in computed.versions] == [one.digest for one in queries.versions_of(month.pk)]
    assert (computed.month, computed.snapshot) == ("1405-03", ScoreSnapshot.objects.get().digest)
    assert computed.scheme == month.scheme.digest
    own = computed.versions[-1].computed.of_unit(town.units["D-01"])
    stored = queries.mark_of_unit(month.pk, town.units["D-01"])
    assert own is not None
    assert stored is not None
    assert (own.mark, own.low, own.high) == (stored.mark, stored.low, stored.high)
    assert REASON.encode() not in content


def test_what_was_changed_in_a_file_is_found(town: Town, month: ScoredMonth) -> None:
    content = actions.month_file(town.city_id, KHORDAD)
    first, head, text = content.split(b"\n", 2)
    other = text.replace(b",in_hand,", b",confirmed,")
    assert other != text
    differing = differences(b"\n".join((first, head, other)))
    assert differing[0] == "the snapshot is not the one that was recorded"
    assert "the marks of version 1 come out otherwise" in differing
    values = json.loads(head)
    fewer = json.dumps({**values, "taken_out": values["taken_out"][:1]}).encode()
    assert differences(b"\n".join((first, fewer, text))) == ["the marks of version 3 come out otherwise"]
    groups = {"accuracy": "1", "time": "98", "satisfaction": "1"}
    heavier = json.dumps({**values, "scheme": {**values["scheme"], "groups": groups}}).encode()
    differing = differences(b"\n".join((first, heavier, text)))
    assert differing[0] == "the scheme is not the one that was decided"
    assert len(differing) == 4


def test_what_is_no_file_of_a_month_is_refused(town: Town, month: ScoredMonth) -> None:
    first, head, text = actions.month_file(town.city_id, KHORDAD).split(b"\n", 2)
    values = json.loads(head)
    wrongs: tuple[dict[str, object], ...] = (
        {"versions": []},
        {"versions": [[2, "x"]]},
        {"versions": [["one", "x"]]},
        {"taken_out": [[1, 2]]},
        {"taken_out": 7},
    )
    for wrong in wrongs:
        changed = json.dumps({**values, **wrong}).encode()
        with make.refused(SnapshotIsNotRight):
            actions.compute_file(b"\n".join((first, changed, text)))
    for content in (
        b"",
        text,
        first,
        b"\n".join((first, b"{}", text)),
        b"\n".join((first, b"[]", text)),
        b"\n".join((first, head, text[:-9])),
        b"\n".join((first, head, re.sub(rb"\n1405|\n2026-05-22", b"\nyesterday", text, count=1))),
        b"\n".join((first, head, text.replace(b",finish,", b",finish,x", 1))),
    ):
        with make.refused(SnapshotIsNotRight):
            actions.compute_file(content)


def test_the_command_writes_the_file_verifies_and_computes_it_again(
    town: Town, month: ScoredMonth, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "khordad"
    given = argparse.Namespace(month="1405-03", verify=True, snapshot=file, file=None, json=True)
    assert score.run(given) == 0
    written = json.loads(capsys.readouterr().out)
    assert (written["verified"], written["differences"], written["version"]) == (True, [], 3)
    again = argparse.Namespace(month=None, verify=False, snapshot=None, file=file, json=True)
    assert score.run(again) == 0
    computed = json.loads(capsys.readouterr().out)
    for name in ("month", "version", "snapshot", "digest", "as_of"):
        assert computed[name] == written[name], name
    numbers = ("unit", "state", "mark", "low", "high", "cases")
    assert computed["marks"] == [{name: mark[name] for name in numbers} for mark in written["marks"]]
    assert computed["digests"] == [one.digest for one in queries.versions_of(month.pk)]
    file.write_bytes(file.read_bytes().replace(b",in_hand,", b",confirmed,"))
    assert score.run(again) == score.DIFFERS
    assert json.loads(capsys.readouterr().out)["verified"] is False
    assert score.run(argparse.Namespace(**{**vars(again), "json": False})) == score.DIFFERS
    assert "✗ the snapshot is not the one that was recorded" in capsys.readouterr().out
