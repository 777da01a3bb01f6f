"""What the owner of the tables changes in marks or figures is found by computing them again."""

import pytest
from django.db import connection

from peygir.outlook.scoring import actions
from peygir.outlook.scoring.models import ScoredMonth, ScoreSnapshot
from peygir.outlook.scoring.snapshot_text import digest_of, packed, unpacked
from tests.scores import KHORDAD, close, decide_scheme, live_khordad
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("tables_owner", "town_clock")


@pytest.fixture
def month(town: Town, town_clock: TownClock) -> ScoredMonth:
    """Khordad, closed."""
    decide_scheme(town)
    live_khordad(town, town_clock)
    return close(town)


def test_a_changed_row_is_found(town: Town, month: ScoredMonth) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE scoring_unitmark SET mark = 20, high = 20 WHERE state = 'marked'")
        cursor.execute("SET LOCAL session_replication_role = origin")
    found = actions.verify_month(town.city_id, KHORDAD).differences
    assert [text.in_language("en") for text in found] == ["the stored marks of version 1 are others"]


def test_a_changed_snapshot_is_found(town: Town, month: ScoredMonth) -> None:
    row = ScoreSnapshot.objects.get()
    text = unpacked(bytes(row.content)).replace(b",in_hand,", b",confirmed,")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE scoring_scoresnapshot SET content = %s, digest = %s", [packed(text), digest_of(text)])
        cursor.execute("SET LOCAL session_replication_role = origin")
    found = [text.in_language("en") for text in actions.verify_month(town.city_id, KHORDAD).differences]
    assert found[0] == "the snapshot is not the one that was recorded"
    assert "the marks of version 1 come out otherwise" in found


@pytest.mark.parametrize(
    ("change", "said_of_it"),
    [
        ("scoring_unitstanding SET band = 'better'", "the stored comparison of version 1 is another"),
        ("scoring_unitstanding SET n = n + 1", "the stored comparison of version 1 is another"),
        ("scoring_monthcomparison SET coefficients = '{}'", "the stored comparison of version 1 is another"),
        ("scoring_monthcomparison SET digest = 'x'", "the comparison of version 1 comes out otherwise"),
        ("scoring_monthmix SET digest = 'x'", "the mix of cases is not the one that was recorded"),
    ],
)
def test_a_changed_comparison_is_found(town: Town, month: ScoredMonth, change: str, said_of_it: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(f"UPDATE {change}")
        cursor.execute("SET LOCAL session_replication_role = origin")
    differences = actions.verify_month(town.city_id, KHORDAD).differences
    assert [text.in_language("en") for text in differences] == [said_of_it]
