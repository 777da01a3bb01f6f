"""The schemas of the files of open data: as CSV on the Web (W3C) and as Table Schema (Frictionless)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from peygir.core.translation import Text
from peygir.outlook.insight.publishing.catalogue import FIGURES
from peygir.outlook.insight.publishing.columns import FIGURE_COLUMNS, RECORD_COLUMNS, DataColumn

TABLES: Final[Mapping[str, Sequence[DataColumn]]] = {"figures": FIGURE_COLUMNS, "cases": RECORD_COLUMNS}
CSVW, TABLE_SCHEMA = ".csvw.json", ".schema.json"
SCHEMAS: Final = tuple(f"{table}{end}" for table in TABLES for end in (CSVW, TABLE_SCHEMA))
"""The names of the schemas."""
KEYS: Final = {"figures": ["month", "figure", "by", "district", "topic_group", "topic"], "cases": ["code"]}
"""The columns that together name a row."""


def schema_of(name: str) -> dict[str, Any] | None:
    """Return a schema by its name; None for another name."""
    if name not in SCHEMAS:
        return None
    table, _dot, _end = name.partition(".")
    return _csvw(table) if name.endswith(CSVW) else _table_schema(table)


def _csvw(table: str) -> dict[str, Any]:
    """Metadata of https://www.w3.org/TR/tabular-metadata/."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{table}.csv",
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {
            "columns": [
                {
                    "name": column.name,
                    "titles": column.name,
                    "datatype": column.type,
                    "required": not column.may_be_empty,
                    "dc:description": {language: column.meaning.in_language(language) for language in ("fa", "en")},
                }
                for column in TABLES[table]
            ],
        },
    }


def _table_schema(table: str) -> dict[str, Any]:
    """A schema of https://datapackage.org/standard/table-schema/."""
    return {
        "fields": [
            {
                "name": column.name,
                "type": column.type,
                "title": column.meaning.in_language("fa"),
                "description": column.meaning.in_language("en"),
                "constraints": {"required": not column.may_be_empty}
                | ({"enum": list(FIGURES)} if column.name == "figure" else {}),
            }
            for column in TABLES[table]
        ],
        "primaryKey": KEYS[table],
        "missingValues": [""],
        "figures": {
            figure.code: {"name": _both(figure.name), "sentence": _both(figure.sentence), "kind": figure.kind.value}
            for figure in FIGURES.values()
        }
        if table == "figures"
        else {},
    }


def _both(text: Text) -> dict[str, str]:
    return {language: text.in_language(language) for language in ("fa", "en")}
