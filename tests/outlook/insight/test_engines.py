"""The same twelve questions on DuckDB, Spark and PostgreSQL: equal, row by row."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings

from peygir.core import clock
from peygir.journey.answers_of_lake import NoSuchEngine, answer, answer_of_lakes
from peygir.journey.lake import update_lake
from peygir.outlook.insight.asking import answer_from, expression_of
from peygir.outlook.insight.engines.choice import EMBEDDED, FRESH, SPARK
from peygir.outlook.insight.engines.embedded import QuestionIsTooLarge, lake_reader
from peygir.outlook.insight.engines.fresh import fresh_rows
from peygir.outlook.insight.engines.spark import SparkReader, missing_part, spark_reader
from peygir.outlook.insight.engines.tables import lake_tables
from peygir.outlook.insight.metric_catalogue import METRICS
from peygir.outlook.insight.questions import Filter, LakeQuestion, question_from
from tests import make
from tests.lake_town import city_of, fill, written
from tests.town import Town, TownClock

pytestmark = [
    pytest.mark.usefixtures("town_clock"),
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),  # PySpark leaves its own to the collector
]
TWELVE: Final = (
    "cases_opened~by.month.district",
    "cases_opened~by.hour_of_week.channel",
    "cases_open~by.unit.state",
    "reports_joined~by.topic",
    "time_to_finish~by.topic_group.urgency",
    "slow_to_finish~by.district",
    "promises_kept~by.ten_day.unit",
    "confirmed~by.answered_by",
    "contacts~by.outcome.day",
    "wait~by.is_holiday",
    "message_cost~by.sent_by.kind~not.channel.sms._",
    "work_cost~by.day~from.14050101~to.14051229",
)
HOSTILE: Final = ("'; DROP TABLE lake_case; --", "\\", "\\'", "%s", 'a"b', "ش\u200cب", "{}", "a\nb", "$x", "${y}")
needs_spark = pytest.mark.skipif(
    bool(missing_part()), reason=f"{missing_part()} is not installed: requirements/spark.txt, docs/scale.md"
)


@pytest.fixture
def lake(town: Town, town_clock: TownClock, tmp_path: Path) -> Path:
    """The lake of a town with something in every table."""
    fill(town, town_clock)
    written(tmp_path, town)
    return tmp_path


@pytest.fixture
def spark(lake: Path) -> Iterator[SparkReader]:
    """The lake, read by Spark on this machine."""
    with spark_reader([lake]) as reader:
        yield reader


@needs_spark
def test_twelve_questions_are_answered_alike(town: Town, lake: Path, spark: SparkReader) -> None:
    with lake_reader(lake) as embedded:
        for text in TWELVE:
            question = question_from(text)
            expression = expression_of(question)
            rows = [
                sorted(answer_from(question, found), key=repr)
                for found in (
                    embedded.rows(expression),
                    spark.rows(expression),
                    fresh_rows(city_of(town), expression, now=clock.now()),
                )
            ]
            assert rows[0] == rows[1] == rows[2], text
            assert rows[0], text


@needs_spark
def test_every_table_and_metric_is_read_alike(lake: Path, spark: SparkReader) -> None:
    tables = lake_tables()
    with lake_reader(lake) as embedded:
        for name in ("case", "report", "contact", "cost", "day", "survey", "referral"):
            expression = getattr(tables, name)
            assert sorted(spark.rows(expression), key=repr) == sorted(embedded.rows(expression), key=repr), name
        for metric in METRICS.values():
            expression = expression_of(LakeQuestion(metric.code))
            assert spark.rows(expression) == embedded.rows(expression), metric.code


@needs_spark
def test_values_are_never_read_as_sql(lake: Path, spark: SparkReader) -> None:
    (every,) = answer_from(LakeQuestion("cases_opened"), spark.rows(expression_of(LakeQuestion("cases_opened"))))
    for value in HOSTILE:
        for is_not, n in ((False, 0), (True, every.n)):
            question = LakeQuestion("cases_opened", filters=(Filter("district", (value,), is_not),))
            assert answer_from(question, spark.rows(expression_of(question)))[0].n == n, value


@needs_spark
def test_spark_gives_up_what_takes_too_long_and_goes_on(lake: Path) -> None:
    days = lake_tables().day
    pairs = days.cross_join(days.view(), rname="second_{name}").cross_join(days.view(), rname="third_{name}")
    with spark_reader([lake], patience=1.0) as lake_of_spark:
        with make.refused(QuestionIsTooLarge):
            lake_of_spark.rows(pairs.aggregate(n=(pairs.jalali_day * pairs.third_jalali_day % 7).sum()))
        assert len(lake_of_spark.rows(days)) > 365


def test_a_setting_chooses_the_engine(town: Town, town_clock: TownClock, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(town, town_clock)
    update_lake(town.city_id)
    by_lake = answer("cases_opened~by.district")
    assert by_lake.last_event
    make.referred(district="2")
    monkeypatch.setattr(settings, "LAKE_ENGINE", FRESH)
    fresh = answer("cases_opened~by.district")
    assert fresh.last_event is None
    assert sum(row.n for row in fresh.rows) == sum(row.n for row in by_lake.rows) + 1
    assert answer("cases_opened~by.district", engine=EMBEDDED).rows == by_lake.rows
    if not missing_part():
        assert answer("cases_opened~by.district", engine=SPARK).rows == by_lake.rows
    for wrong in ("duckdb", "SPARK"):
        with make.refused(NoSuchEngine):
            answer("cases_opened", engine=wrong)
    with make.refused(NoSuchEngine):
        answer_of_lakes([], "cases_opened", engine=FRESH)
