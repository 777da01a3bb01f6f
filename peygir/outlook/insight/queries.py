"""Answers a question from its text: out of the lake, or fresh out of the tables where seconds matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from peygir.city.facts import CityFacts
from peygir.outlook.insight.asking import AnswerRow, answer_from, dimensions_in, expression_of
from peygir.outlook.insight.engines.embedded import lake_reader, lakes_reader
from peygir.outlook.insight.engines.fresh import fresh_rows
from peygir.outlook.insight.lake.manifest import Manifest
from peygir.outlook.insight.questions import LakeQuestion, of_many, question_from


@dataclass(frozen=True, slots=True)
class LakeAnswer:
    """The answer to a question: its groups by `dimensions`, and the data that it came from.

    `as_of` is when the data were taken (ISO, UTC). `last_event` and `root` name the events that they tell; None and ""
    for a fresh answer. Groups are not suppressed here: who may not see cases must not be shown small ones.
    """

    question: LakeQuestion
    dimensions: tuple[str, ...]
    rows: list[AnswerRow]
    as_of: str
    last_event: int | None
    root: str


def answer_out_of_lake(folder: Path, text: str) -> LakeAnswer:
    """Answer a question out of the lake in a folder.

    Raises QuestionIsNotRight, NoLakeYet, QuestionIsTooLarge, TooManyGroups.
    """
    question = question_from(text)
    with lake_reader(folder) as lake:
        rows = answer_from(question, lake.rows(expression_of(question)))
        known = lake.manifest
    return LakeAnswer(question, dimensions_in(question), rows, known.as_of, known.last_event, known.root)


def fresh_answer(city: CityFacts, text: str, *, now: datetime) -> LakeAnswer:
    """Answer a question out of the tables as they are now; on a large city this takes seconds.

    Raises QuestionIsNotRight, TooManyGroups.
    """
    question = question_from(text)
    rows = answer_from(question, fresh_rows(city, expression_of(question), now=now))
    return LakeAnswer(question, dimensions_in(question), rows, now.isoformat(), None, "")


def answer_by_spark(folder: Path, text: str, *, master: str, memory: str) -> LakeAnswer:
    """Answer a question out of the lake in a folder by Spark, which runs at `master` with so much memory ("1g").

    Raises QuestionIsNotRight, NoLakeYet, SparkIsMissing, QuestionIsTooLarge, TooManyGroups.
    """
    from peygir.outlook.insight.engines.spark import spark_reader

    question = question_from(text)
    with spark_reader([folder], master=master, memory=memory) as lake:
        rows = answer_from(question, lake.rows(expression_of(question)))
        known = lake.manifests[0]
    return LakeAnswer(question, dimensions_in(question), rows, known.as_of, known.last_event, known.root)


@dataclass(frozen=True, slots=True)
class CitiesAnswer:
    """The answer to a question that was put to several cities as one, and of each the lake that it came from."""

    question: LakeQuestion
    dimensions: tuple[str, ...]
    rows: list[AnswerRow]
    lakes: tuple[Manifest, ...]


def answer_of_cities(folders: Sequence[Path], text: str, *, master: str = "", memory: str = "") -> CitiesAnswer:
    """Answer a question out of the lakes of several cities: by Spark with a `master`, else embedded.

    It is split by city where it speaks of what each city names itself (`of_many`).
    Raises QuestionIsNotRight, NoLakeYet, TwoLakesOfOneCity, SparkIsMissing, QuestionIsTooLarge, TooManyGroups.
    """
    from peygir.outlook.insight.engines.spark import spark_reader

    question = of_many(question_from(text))
    opened = spark_reader(folders, master=master, memory=memory) if master else lakes_reader(folders)
    with opened as lakes:
        rows = answer_from(question, lakes.rows(expression_of(question)))
        return CitiesAnswer(question, dimensions_in(question), rows, lakes.manifests)
