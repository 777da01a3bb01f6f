"""The marks of three made-up units, whatever the order in which their rows come, and the scheme of the tests."""

import random
from typing import Any

from peygir.outlook.scoring.catalogue import INDICATORS
from peygir.outlook.scoring.mark_text import digest_of_marks
from peygir.outlook.scoring.marking import CountedRow, Marking
from peygir.outlook.scoring.measures import Signature
from peygir.outlook.scoring.rules import content_from, first_content

UNITS = (3, 1, 2)


def content(**changes: Any) -> dict[str, Any]:
    """The first scheme with one row enough for a value and parts without any left out, and these values changed.

    Its months are published when they are closed. “Solved” has wide targets: the few cases of tests reach neither.
    """
    values = {**first_content().as_json(), "missing": "left_out"}
    del values["publication_days"]
    for part in values["parts"]:
        part["fewest"] = 1
        if part["indicator"] == "solved":
            part.update(target="0.8", worst="0.2")
    return {**values, **changes}


def rows_of(unit_id: int, indicator: str, measure: str) -> list[CountedRow]:
    """The rows of a unit in an indicator, always the same."""
    draw = random.Random(f"{unit_id} {indicator}")
    rows = []
    for case_id in range(1, 41):
        made: dict[str, Signature] = {
            "share": (draw.randint(0, 1),),
            "ratio": (draw.randint(0, 9), 10),
            "by_visits": (draw.choice([100_000, 333_333, 1_000_000]), draw.randint(0, 1)),
            "satisfied": (
                draw.choice(["question", "survey_sms", "survey_call"]),
                draw.randint(0, 1),
                draw.randint(0, 1),
            ),
            "in_time": (draw.randint(1, 20), draw.randint(8, 12), draw.randint(0, 1)),
            "mean_time": (draw.randint(1, 30), draw.randint(8, 12), draw.randint(0, 1)),
        }
        rows.append(CountedRow(case_id, 0, "some", made[measure]))
    return rows


def digest(seed: int, combination: str = "geometric") -> str:
    """The digest; `seed` shuffles the rows and the units."""
    scheme = content_from(content(combination=combination))
    shuffle = random.Random(seed)
    marking = Marking(scheme, {})
    results = []
    for unit_id in shuffle.sample(UNITS, len(UNITS)):
        rows = {}
        for name in shuffle.sample(sorted(INDICATORS), len(INDICATORS)):
            rows[name] = rows_of(unit_id, name, INDICATORS[name].measure.name)
            shuffle.shuffle(rows[name])
        results.append(marking.mark(unit_id, rows))
    return digest_of_marks(results, [])
