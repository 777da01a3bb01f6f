"""The sample's budget of a fiscal year, as the table that a budget office would import; the sums are invented."""

import csv
import io
from collections.abc import Collection
from typing import Final

POTHOLES_LINE: Final = "40201-07"
"""The code of the line that pays for the programme of the sample."""
_HEADINGS: Final = ("code", "title", "unit", "approved", "allotted", "committed", "spent")
_ROWS: Final = (
    # code, title, unit, then approved, allotted, committed, spent in thousand millions of rials
    ("10301-01", "جمع‌آوری و حمل پسماند", "O-waste", 4200, 2900, 2750, 2480),
    ("10301-04", "نوسازی ماشین‌های جمع‌آوری", "O-waste", 860, 300, 120, 0),
    ("20102-02", "نگهداری فضای سبز و آبیاری", "O-green", 1950, 1400, 1310, 1190),
    ("20102-05", "نهال و هرس درختان معابر", "O-green", 140, 90, 60, 41),
    ("40201-03", "لکه‌گیری و مرمت آسفالت معابر", "", 640, 450, 430, 395),
    (POTHOLES_LINE, "روکش آسفالت خیابان‌های پرچالهٔ منطقهٔ ۱", "D-01", 15, 6, 0, 0),
    ("40201-09", "مرمت پیاده‌رو و جدول", "D-10", 95, 40, 22, 8),
    ("40305-01", "لایروبی مسیل‌ها و کانال‌ها", "V-civil", 310, 210, 180, 122),
    ("50110-02", "ایستگاه‌ها و سرپناه‌های اتوبوس", "O-pax", 120, 55, 30, 12),
)


def budget_table(units: Collection[str]) -> str:
    """Return the table as CSV; a unit that the city does not have is left out."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_HEADINGS)
    for code, title, unit, *sums in _ROWS:
        writer.writerow([code, title, unit if unit in units else "", *(amount * 1_000_000_000 for amount in sums)])
    return text.getvalue()
