"""How many values does a control chart run, on average, until it signals? CUSUM and EWMA of normal values.

Columns: chart (cusum or ewma), shift (of the mean, in standard deviations); for cusum k and h, and headstart and sides
(1 or 2) if wanted; for ewma weight (lambda) and width (L).
"""

import argparse
from pathlib import Path

from peygir.core.translation import gettext_lazy as _
from peygir.ops.method_rows import TableRow, ValueIsWrong, read_rows

CHARTS = {"cusum": ("k", "h"), "ewma": ("weight", "width")}
COLUMNS = ("k", "h", "headstart", "sides", "weight", "width")
ALSO_CALLED = {"weight": ("lambda", "lam"), "width": ("l",), "shift": ("delta",), "headstart": ("fir", "s0")}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Each row is a chart of its own."""


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return the mean run length of each row. Raises the Refusal of a file that cannot be used."""
    return {"rows": read_rows(path, ("chart", "shift"), _row, optional=COLUMNS, also_called=ALSO_CALLED)}


def _row(cells: TableRow) -> dict[str, object]:
    from peygir.outlook.insight.methods.control_charts import cusum_run_length, ewma_run_length

    chart, shift = cells.text("chart").casefold(), cells.number_in("shift", least=-20, most=20)
    if chart not in CHARTS:
        raise ValueIsWrong(why=_("“{text}” is no chart: cusum or ewma", text=cells.values["chart"]))
    if chart == "cusum":
        k, h = cells.number_in("k", least=0, most=10), cells.number_in("h", least=0.1, most=30)
        headstart = cells.number_in("headstart", least=0, most=h) if cells.values["headstart"] else 0.0
        sides = cells.number_in("sides", least=1, most=2) if cells.values["sides"] else 2.0
        length = cusum_run_length(shift, k=k, h=h, headstart=headstart, sides=1 if sides < 2 else 2)
        setting: dict[str, object] = {"k": k, "h": h, "headstart": headstart, "sides": int(sides)}
    else:
        weight, width = cells.number_in("weight", least=0.01, most=1), cells.number_in("width", least=0.1, most=10)
        length = ewma_run_length(shift, weight=weight, width=width)
        setting = {"weight": weight, "width": width}
    # Beyond this rounding, not the chart, decides the figure.
    is_certain = 0 < length < 1e12
    return {"row": cells.number, "chart": chart, **setting, "shift": shift, "arl": length if is_certain else None}
