"""docs/lake.md shows the schema and the metrics as they are."""

from pathlib import Path
from typing import Final

from peygir.outlook.insight.lake.columns import TABLES
from peygir.outlook.insight.lake.dictionary import dictionary_for_docs, metrics_for_docs
from peygir.outlook.insight.lake.selecting.statements import QUESTIONS
from peygir.outlook.insight.metric_catalogue import METRICS

PAGE: Final = Path(__file__).resolve().parents[3] / "docs" / "lake.md"


def test_the_page_shows_the_schema_and_the_metrics() -> None:
    shown = PAGE.read_text(encoding="utf-8")
    assert dictionary_for_docs() in shown, "docs/lake.md: print(dictionary_for_docs())"
    assert metrics_for_docs() in shown, "docs/lake.md: print(metrics_for_docs())"


def test_each_table_has_a_question_and_each_column_a_meaning() -> None:
    assert set(QUESTIONS) == {table.name for table in TABLES}
    for table in TABLES:
        assert set(table.key) <= set(table.kinds), table.name
        assert all(column.meaning for column in table.columns), table.name
        assert len(table.kinds) == len(table.columns), f"{table.name}: a column twice"


def test_each_metric_is_one_file_and_speaks_persian() -> None:
    folder = Path(__file__).resolve().parents[3] / "peygir" / "outlook" / "insight" / "metrics"
    assert {path.stem for path in folder.glob("*.py")} - {"__init__"} == set(METRICS)
    for metric in METRICS.values():
        for text in (metric.name, metric.sentence):
            assert text.in_language("fa") != text.in_language("en"), text.in_language("en")
