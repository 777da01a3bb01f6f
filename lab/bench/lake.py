"""The lake: questions to twenty million made-up cases beside bare DuckDB, and the lake of a city of a million cases.

See `lake_questions` and `lake_city`. Each part runs in a process of its own, on a city made anew.
"""

import json
import os
import subprocess
from typing import Any, Final

from lab.bench import homes
from lab.bench.process import command

HOME: Final = "lake"
PARTS: Final = (("lake-questions", "PEYGIR_LAKE_ROWS", 20_000_000), ("lake-city", "PEYGIR_LAKE_CASES", 1_000_000))
"""The steps, each with the variable that gives another size (0 leaves it out) and the usual one."""
GOALS: Final = {
    "percentile_ratio": 1.3,
    "count_ratio": 1.3,
    "question_p95_s": 2.0,
    "whole_s": 600.0,
    "whole_mib": 2048.0,
    "night_s": 20.0,
}
"""The most that each figure may be: ratios, seconds, and MiB of memory."""


def measured() -> dict[str, float]:
    """Make the city anew, run both parts, and return every figure."""
    environment = {**os.environ, "PEYGIR_HOME": str(homes.make_ready(HOME, 0))}
    figures: dict[str, Any] = {}
    for step, variable, usual in PARTS:
        if size := int(os.environ.get(variable, usual)):
            done = subprocess.run(command(step, size), env=environment, stdout=subprocess.PIPE, check=True)
            figures |= json.loads(done.stdout.splitlines()[-1])
    return figures


def is_good(figures: dict[str, float]) -> bool:
    """Whether the grammar costs little beside bare SQL, questions are quick, and the lake is written in time."""
    return all(figures.get(name, 0) <= most for name, most in GOALS.items())
