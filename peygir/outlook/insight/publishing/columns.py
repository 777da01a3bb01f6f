"""The columns of the files of open data: names, types and meanings, from which files and their schemas are made."""

from dataclasses import dataclass
from typing import Final, Literal

from peygir.core.translation import Text, gettext_lazy

ColumnType = Literal["string", "integer", "number", "boolean", "date", "geometry"]


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column of a file; `may_be_empty`: there are rows without a value."""

    name: str
    type: ColumnType
    meaning: Text
    may_be_empty: bool = False


_MONTH: Final = DataColumn("month", "string", gettext_lazy("The month of the Iranian calendar, as 1405-08."))
FIGURE_COLUMNS: Final = (
    _MONTH,
    DataColumn("figure", "string", gettext_lazy("The figure; the catalogue says how each is counted.")),
    DataColumn(
        "by", "string", gettext_lazy("What it is split by: city, district, topic_group, topic, or two of them.")
    ),
    DataColumn("district", "string", gettext_lazy("Code of the district; empty: all, or not known."), True),
    DataColumn("topic_group", "string", gettext_lazy("Code of the group of topics; empty: all, or not known."), True),
    DataColumn("topic", "string", gettext_lazy("Code of the topic; empty: all."), True),
    DataColumn("n", "integer", gettext_lazy("How many rows it counts; empty where it is hidden."), True),
    DataColumn("good", "integer", gettext_lazy("Of a share: how many of them meet the condition."), True),
    DataColumn(
        "value",
        "number",
        gettext_lazy("A share from 0 to 1, days, or a number; empty where there are too few rows."),
        True,
    ),
    DataColumn("low", "number", gettext_lazy("Lower end of the 95% interval."), True),
    DataColumn("high", "number", gettext_lazy("Upper end of the 95% interval; empty: not known yet."), True),
    DataColumn(
        "hidden",
        "boolean",
        gettext_lazy("Whether it is hidden: the group is small, or a small one could be computed with it."),
    ),
)
DISTRICT_COLUMNS: Final = (
    _MONTH,
    DataColumn("district", "string", gettext_lazy("Code of the district.")),
    DataColumn("name_fa", "string", gettext_lazy("Its name in Persian.")),
    DataColumn("name_en", "string", gettext_lazy("Its name in English.")),
    DataColumn("is_approximate", "boolean", gettext_lazy("Whether its outline is approximate.")),
    DataColumn("geometry", "geometry", gettext_lazy("Its outline, in degrees (OGC:CRS84), as WKB.")),
)
"""Those of every row; each figure adds its value, with its rows as `…_n`."""
RECORD_COLUMNS: Final = (
    DataColumn("code", "string", gettext_lazy("The tracking code, which opens the public page of the case.")),
    DataColumn("url", "string", gettext_lazy("Address of that page.")),
    DataColumn("topic", "string", gettext_lazy("Code of the topic.")),
    DataColumn("topic_fa", "string", gettext_lazy("Name of the topic in Persian.")),
    DataColumn("topic_en", "string", gettext_lazy("Name of the topic in English.")),
    DataColumn("topic_group", "string", gettext_lazy("Code of its group.")),
    DataColumn("state", "string", gettext_lazy("Its state when the file was made.")),
    DataColumn("closed_as", "string", gettext_lazy("How it was closed; empty while it is not."), True),
    DataColumn("unit", "string", gettext_lazy("Code of the unit that has it, or had it last."), True),
    DataColumn("agency", "string", gettext_lazy("Code of the agency that it was referred to."), True),
    DataColumn("district", "string", gettext_lazy("Code of the district; empty: not known."), True),
    DataColumn("neighbourhood", "string", gettext_lazy("Code of the neighbourhood; empty: not known."), True),
    DataColumn("lat", "number", gettext_lazy("Latitude on a grid of a thousandth of a degree."), True),
    DataColumn("lon", "number", gettext_lazy("Longitude on a grid of a thousandth of a degree."), True),
    DataColumn("opened_on", "date", gettext_lazy("The day on which it was opened.")),
    DataColumn("changed_on", "date", gettext_lazy("The day of its last change.")),
    DataColumn("due_on", "date", gettext_lazy("The day until which the work is promised; empty: no promise."), True),
    DataColumn("merged_into", "string", gettext_lazy("Code of the case that it became part of."), True),
    DataColumn("answer", "string", gettext_lazy("The unit's last answer, personal data masked."), True),
    DataColumn("words", "string", gettext_lazy("The reporter's text, where its author released it."), True),
    DataColumn("photos", "string", gettext_lazy("Addresses of the photos that are shown, with spaces between."), True),
    DataColumn("history", "string", gettext_lazy("Its moves in order, each as day, a colon, and the new state.")),
)
RECORD_NAMES: Final = tuple(column.name for column in RECORD_COLUMNS)
FIGURES_CSV, FIGURES_PARQUET, DISTRICTS = "figures.csv", "figures.parquet", "districts.parquet"
RECORDS_CSV, RECORDS_PARQUET, REQUESTS = "cases.csv", "cases.parquet", "requests.json"
OF_RECORDS: Final = (RECORDS_CSV, RECORDS_PARQUET, REQUESTS)
"""Files of single public cases: they are made again, and the ones before deleted, when a case stops being public."""
LISTS: Final = "lists.parquet"
"""The lists of the cases that figures counted. The page reads it; it holds numbers of cases, so nobody downloads it."""
COLUMNS_OF: Final = {
    FIGURES_CSV: FIGURE_COLUMNS,
    FIGURES_PARQUET: FIGURE_COLUMNS,
    DISTRICTS: DISTRICT_COLUMNS,
    RECORDS_CSV: RECORD_COLUMNS,
    RECORDS_PARQUET: RECORD_COLUMNS,
}
TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
}
"""The media type of a file by the end of its name."""
