"""Figures of the methods that watch counts beside published ones: a series from the folder of goldens, typed tables."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from peygir.outlook.insight.methods.changepoints import changepoints
from peygir.outlook.insight.methods.control_charts import cusum_run_length, ewma_run_length
from peygir.outlook.insight.methods.ears import ears

FILE: Final = "salmNewport_weekly.csv"
EARS_YEAR: Final = "2011"
UPPERS: Final = (3.278854, 3.278854, 3.436517, 3.855617)
SHIFTS: Final = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)
# D. C. Montgomery, Introduction to Statistical Quality Control: two-sided CUSUM with k = 1/2 (from Lucas 1976), and
# the same with a head start of h/2 (J. M. Lucas and R. B. Crosier, Technometrics 24 (1982) 199–205).
CUSUM: Final = {
    (4.0, 0.0): "168 74.2 26.6 13.3 8.38 4.75 3.34 2.62 2.19 1.71",
    (5.0, 0.0): "465 139 38.0 17.0 10.4 5.75 4.01 3.11 2.57 2.01",
    (4.0, 2.0): "149 62.7 20.1 8.97 5.29 2.86 2.01 1.59 1.32 1.07",
    (5.0, 2.5): "430 122 28.7 11.2 6.35 3.37 2.36 1.86 1.54 1.16",
}
# J. M. Lucas and M. S. Saccucci, Technometrics 32 (1990) 1–12, as printed in Montgomery: weight and width.
EWMA: Final = {
    (0.40, 3.054): "500 224 71.2 28.4 14.3 5.9 3.5 2.5 2.0 1.4",
    (0.25, 2.998): "500 170 48.2 20.1 11.1 5.5 3.6 2.7 2.3 1.7",
    (0.20, 2.962): "500 150 41.8 18.2 10.5 5.5 3.7 2.9 2.4 1.9",
    (0.10, 2.814): "500 106 31.3 15.9 10.3 6.1 4.4 3.4 2.9 2.2",
    (0.05, 2.615): "500 84.1 28.8 16.4 11.4 7.1 5.2 4.2 3.5 2.7",
}
LAST_DIGIT: Final = 1.2
"""In units of the last printed digit; the tables are from approximations of their time."""
# Flow of the Nile at Aswan, 1871–1970 (G. W. Cobb, Biometrika 65 (1978) 243–251): less from 1899 on, the 29th year.
NILE: Final = """
1120 1160 963 1210 1160 1160 813 1230 1370 1140 995 935 1110 994 1020 960 1180 799 958 1140
1100 1210 1150 1250 1260 1220 1030 1100 774 840 874 694 940 833 701 916 692 1020 1050 969
831 726 456 824 702 1120 1100 832 764 821 768 845 864 862 698 845 744 796 1040 759
781 865 845 944 984 897 822 1010 771 676 649 846 812 742 801 1040 860 874 848 890
744 749 838 1050 918 986 797 923 975 815 1020 906 901 1170 912 746 919 718 714 740
"""
Figure = tuple[str, float, float, float]
"""Name, known, computed (not a number without a file), and how far they may differ."""


def insight_goldens(folder: Path) -> Iterator[Figure]:
    """Yield the figures; those of the weekly counts from `folder`, or from its folder `alarms`."""
    for (h, ahead), lengths in CUSUM.items():
        for shift, known in zip(SHIFTS, lengths.split(), strict=True):
            figure = cusum_run_length(shift, k=0.5, h=h, headstart=ahead)
            name = f"CUSUM h {h:g}, start {ahead:g}, shift {shift:g}"
            yield name, float(known), figure, LAST_DIGIT * _digit(known)
    for (weight, width), lengths in EWMA.items():
        for shift, known in zip(SHIFTS, lengths.split(), strict=True):
            figure = ewma_run_length(shift, weight=weight, width=width)
            yield f"EWMA λ {weight:g}, shift {shift:g}", float(known), figure, LAST_DIGIT * _digit(known)
    found = changepoints(np.array(NILE.split(), dtype=np.float64)).changepoints
    yield "Nile, number of changes", 1, len(found), 0
    yield "Nile, first year with less", 1899, 1871 + found[0] if found else float("nan"), 0
    yield from _ears(next((path for path in (folder / "alarms" / FILE, folder / FILE) if path.is_file()), None))


def _digit(printed: str) -> float:
    return 10.0 ** -len(printed.partition(".")[2])


def _ears(file: Path | None) -> Iterator[Figure]:
    uppers: list[float] = [float("nan")] * len(UPPERS)
    if file is not None:
        with file.open(encoding="utf-8", newline="") as opened:
            rows = list(csv.DictReader(opened))
        judged = ears([int(row["count"]) for row in rows], rule="C1", weeks=7, alpha=0.05)
        first = next(place for place, row in enumerate(rows) if row["year"] == EARS_YEAR)
        uppers = [week.upper or 0.0 for week in judged[first : first + len(UPPERS)]]
    for number, (known, figure) in enumerate(zip(UPPERS, uppers, strict=True), start=1):
        yield f"EARS C1, S. Newport, {EARS_YEAR}-W{number:02}", known, figure, 1e-6
