"""Draw the cases that a citizens' panel judges again; FILE is the JSON that the public page of a month gives out.

Keys: `size`, `floor_percent`, `seed` and `cases` (rows of code, weight and lot, the code "" where a case is no longer
public). The answer holds cases, chance_of_weight, drawn (the codes), hidden (drawn, but no longer public), is_listed
where FILE has the key `list_sha256` and all cases are public, and is_same where it has the key `drawn`.
"""

import argparse
import hashlib
import json
import math
from pathlib import Path
from typing import Any

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.ops.method_texts import text_of


class SampleIsNotWhole(Invalid):
    """The file is no JSON of a month's sample."""

    message = _(
        "This file is no month's sample: it needs size, floor_percent, seed and cases, as the panel's page gives."
    )


def add_options(parser: argparse.ArgumentParser) -> None:
    """There are no options: everything that decides is in the file."""


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return which cases are drawn. Raises SampleIsNotWhole, and the Refusal of a file that cannot be read."""
    from peygir.desks.inspection.drawing import PlannedShares, lot_of

    try:
        sample: dict[str, Any] = json.loads(text_of(path))
        seed = str(sample["seed"])
        cases = [(str(code), float(weight), float(lot)) for code, weight, lot in sample["cases"]]
        named = sorted(str(code) for code in sample["drawn"] if code) if "drawn" in sample else None
        mean = math.fsum(weight for _code, weight, _lot in cases) / (len(cases) or 1)
        size = min(int(sample["size"]), len(cases))
        shares = PlannedShares(size, int(sample["floor_percent"]), len(cases) or 1, mean or 1)
        chances = {weight: shares.chance_of(weight) for _code, weight, _lot in cases}
    except (ValueError, KeyError, TypeError) as fault:
        raise SampleIsNotWhole() from fault
    hit = [(code, weight) for code, weight, lot in cases if (lot_of(seed, code, 1) if code else lot) < chances[weight]]
    drawn = [code for code, _weight in hit if code]
    row: dict[str, object] = {
        "cases": len(cases),
        "chance_of_weight": [[weight, chances[weight]] for weight in sorted(chances)],
        "drawn": drawn,
        "hidden": sum(not code for code, _weight in hit),
    }
    if "list_sha256" in sample and all(code for code, _weight, _lot in cases):
        listed = "\n".join(["code,weight", *(f"{code},{weight!r}" for code, weight, _lot in cases)]) + "\n"
        row["is_listed"] = hashlib.sha256(listed.encode()).hexdigest() == sample["list_sha256"]
    if named is not None:
        row["is_same"] = sorted(drawn) == named
    return row
