"""Draw the lot of a citizens' panel again; FILE is the JSON that its public page gives out.

Keys: `seats`, `seed`, `population` (rows of district, age, sex, people) and `volunteers` (rows of code, district, age,
sex). The answer holds seats, drawn (the codes), empty, and, where FILE has the key `drawn`, whether it is the same.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.ops.method_texts import text_of


class LotIsNotWhole(Invalid):
    """The file is no JSON of a lot."""

    message = _("This file is no lot: it needs seats, seed, population and volunteers, as the panel's page gives them.")


def add_options(parser: argparse.ArgumentParser) -> None:
    """There are no options: everything that decides is in the file."""


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return who is drawn. Raises LotIsNotWhole, and the Refusal of a file that cannot be read."""
    from peygir.core.sortition import Entrant, Stratum, draw_panel

    try:
        lot: dict[str, Any] = json.loads(text_of(path))
        population = {Stratum(str(d), str(a), str(s)): int(people) for d, a, s, people in lot["population"]}
        entrants = [Entrant(str(code), Stratum(str(d), str(a), str(s))) for code, d, a, s in lot["volunteers"]]
        result = draw_panel(entrants, population, int(lot["seats"]), str(lot["seed"]))
    except (ValueError, KeyError, TypeError) as fault:
        raise LotIsNotWhole() from fault
    drawn = [seat.entrant.code for seat in result.drawn]
    row: dict[str, object] = {
        "seats": [[one.district, one.age, one.sex, count] for one, count in result.seats.items()],
        "drawn": drawn,
        "empty": result.empty,
    }
    if "drawn" in lot:
        row["is_same"] = drawn == lot["drawn"]
    return row
