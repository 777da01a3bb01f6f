"""Answers questions about many cases by the engine that the settings choose."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from peygir.city.queries import current_city
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.journey.lake import lake_folder
from peygir.outlook.insight.engines.choice import EMBEDDED, ENGINES, FRESH, SPARK, EngineChoice
from peygir.outlook.insight.exploring.reading import LakeAccess
from peygir.outlook.insight.queries import (
    CitiesAnswer,
    LakeAnswer,
    answer_by_spark,
    answer_of_cities,
    answer_out_of_lake,
    fresh_answer,
)


class NoSuchEngine(Invalid):
    """The name is of no engine."""

    message = _("“{name}” is no engine for questions. There are: {known}.")


def answer(text: str, *, engine: str = "") -> LakeAnswer:
    """Answer a question about the city by an engine, else by that of the settings.

    Raises NoSuchEngine, and what the engines raise (`insight.queries`).
    """
    chosen = _engine(engine)
    if chosen == FRESH:
        return fresh_answer(current_city(settings.CITY), text, now=clock.now())
    if chosen == SPARK:
        master, memory = _spark()
        return answer_by_spark(lake_folder(), text, master=master, memory=memory)
    return answer_out_of_lake(lake_folder(), text)


def answer_of_lakes(folders: Sequence[Path], text: str, *, engine: str = "") -> CitiesAnswer:
    """Answer a question about the cities of several lakes. PostgreSQL knows one city, so it cannot.

    Raises NoSuchEngine, and what the engines raise (`insight.queries`).
    """
    chosen = _engine(engine)
    if chosen == FRESH and engine:
        raise NoSuchEngine(name=engine, known=f"{EMBEDDED}, {SPARK}")
    if chosen == SPARK:
        master, memory = _spark()
        return answer_of_cities(folders, text, master=master, memory=memory)
    return answer_of_cities(folders, text)


def lake_access(units: frozenset[str] | None, fewest: int) -> LakeAccess:
    """Return the access of a page to the city's lake, by the engine of the settings; see `LakeAccess`.

    Raises NoSuchEngine.
    """
    chosen = _engine("")
    city = current_city(settings.CITY) if chosen == FRESH else None
    return LakeAccess(lake_folder(), units, fewest, EngineChoice(chosen, city, _spark() if chosen == SPARK else None))


def _spark() -> tuple[str, str]:
    """Where Spark runs, and the memory of its driver."""
    if len(settings.SPARK) != 2:  # noqa: PLR2004 - the setting has two words
        raise NoSuchEngine(name=" ".join(settings.SPARK), known="PEYGIR_SPARK='local[2] 1g'")
    return settings.SPARK[0], settings.SPARK[1]


def _engine(name: str) -> str:
    chosen = str(name or settings.LAKE_ENGINE)
    if chosen not in ENGINES:
        raise NoSuchEngine(name=chosen, known=", ".join(ENGINES))
    return chosen
