"""Writes the dictionary of the lake, and of its metrics, as Markdown: the tables of docs/lake.md."""

from collections.abc import Iterator

from peygir.outlook.insight.dimensions import dimensions_of
from peygir.outlook.insight.lake.case_columns import CITY, JALALI, OF_CASE
from peygir.outlook.insight.lake.columns import TABLES
from peygir.outlook.insight.lake.shapes import VERSION, LakeColumn, LakeTable
from peygir.outlook.insight.metric_catalogue import METRICS


def dictionary_for_docs() -> str:
    """Every table with its columns; what tables share is written once."""
    return "\n".join(_dictionary()) + "\n"


def metrics_for_docs() -> str:
    """Every metric with its sentence, its grain, and by what it may be asked."""
    return "\n".join(_metrics()) + "\n"


def _dictionary() -> Iterator[str]:
    yield f"Version {VERSION} of the schema. Every table begins with `{CITY[0].name}`: {CITY[0].meaning}."
    yield ""
    yield "### Keys of the Iranian calendar"
    yield ""
    yield from _columns(JALALI)
    yield ""
    yield "### What a case is about"
    yield ""
    yield from _columns(OF_CASE)
    for table in TABLES:
        yield ""
        yield f"### `{table.name}`"
        yield ""
        yield f"{table.about} Key: {_names(table.key)}.{_shared(table)}"
        own = tuple(column for column in table.columns if column not in _common(table))
        if own:
            yield ""
            yield from _columns(own)


def _common(table: LakeTable) -> tuple[LakeColumn, ...]:
    """The columns that are described once for all tables."""
    return tuple(column for group in (CITY, JALALI, OF_CASE) if set(group) <= set(table.columns) for column in group)


def _shared(table: LakeTable) -> str:
    has = set(table.columns)
    parts = [
        name
        for name, group in (("its calendar keys", JALALI), ("what its case is about", OF_CASE))
        if set(group) <= has
    ]
    return f" With {' and '.join(parts)}." if parts else ""


def _columns(columns: tuple[LakeColumn, ...]) -> Iterator[str]:
    yield "| column | type | meaning |"
    yield "|---|---|---|"
    for column in columns:
        yield f"| `{column.name}` | {column.kind} | {column.meaning} |"


def _metrics() -> Iterator[str]:
    yield "| metric | what it says | rows | value | fewest | by |"
    yield "|---|---|---|---|---|---|"
    for metric in METRICS.values():
        known = _names(one.code for one in dimensions_of(metric.grain) if not one.is_time)
        value = f"{metric.aggregation.value}, in {metric.measured_in.value}"
        sentence = metric.sentence.in_language("en")
        yield f"| `{metric.code}` | {sentence} | `{metric.grain}` | {value} | {metric.fewest} | {known} |"


def _names(names: "Iterator[str] | tuple[str, ...]") -> str:
    return ", ".join(f"`{name}`" for name in names)
