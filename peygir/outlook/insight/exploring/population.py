"""How many people live in districts and neighbourhoods: `population.csv` in the city's home, if the city gives it.

The file has a line for each place: `code,people`, with that heading. A place that is missing has no known number.
"""

import csv
from pathlib import Path
from typing import Final

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

FILE: Final = "population.csv"
MOST: Final = 100_000_000
HEADING: Final = ["code", "people"]


class PopulationIsNotRight(Invalid):
    """A line of the file of people cannot be read."""

    message = _("Line {number} of population.csv cannot be read; it should be a code and a number of people.")


def people_of_places(home: Path) -> dict[str, int]:
    """Return the people of districts and neighbourhoods by code; none without the file. Raises PopulationIsNotRight."""
    try:
        text = (home / FILE).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    people: dict[str, int] = {}
    for number, row in enumerate(csv.reader(text.splitlines()), start=1):
        if not row or (number == 1 and [cell.strip() for cell in row[:2]] == HEADING):
            continue
        count = ascii_digits(row[1]).strip() if len(row) > 1 else ""
        if not row[0].strip() or not count.isascii() or not count.isdigit() or int(count) > MOST:
            raise PopulationIsNotRight(number=number)
        people[row[0].strip()] = int(count)
    return people
