"""The marks of a real month do not depend on the order in which the snapshot's rows come."""

import random

import pytest

from peygir.outlook.scoring.actions.computing import compute_month
from peygir.outlook.scoring.models import ScoreSnapshot
from peygir.outlook.scoring.queries import versions_of
from peygir.outlook.scoring.rules import content_from
from peygir.outlook.scoring.snapshot_tables import TABLES
from peygir.outlook.scoring.snapshot_text import FIRST_LINE, section, sections, unpacked
from tests.outlook.scoring.whole_marks import content
from tests.scores import close, decide_scheme, live_khordad
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def shuffled(text: bytes, seed: int) -> bytes:
    """The same snapshot with the rows of every table in another order."""
    bodies, draw = sections(text), random.Random(seed)
    parts = []
    for table in TABLES:
        lines = bodies[table.name].splitlines(keepends=True)
        draw.shuffle(lines)
        parts.append(section(table, b"".join(lines)))
    return FIRST_LINE.encode() + b"".join(parts)


def test_rows_in_another_order_give_the_same_marks(town: Town, town_clock: TownClock) -> None:
    decide_scheme(town)
    live_khordad(town, town_clock)
    month = close(town)
    text = unpacked(bytes(ScoreSnapshot.objects.get().content))
    (version,) = versions_of(month.pk)
    for seed in range(3):
        other = shuffled(text, seed)
        assert other != text
        assert compute_month(other, content_from(content())).digest == version.digest
