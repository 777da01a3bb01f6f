"""Asks the engine that somebody's access names, and keeps what was asked of one state of the lake."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, Final

from peygir.city.facts import CityFacts
from peygir.core import clock
from peygir.outlook.insight.asking import AnswerRow, answer_from
from peygir.outlook.insight.engines.apart import cases_apart, rows_apart, statements_apart
from peygir.outlook.insight.engines.choice import DUCKDB_OVER_LAKE, FRESH, EngineChoice
from peygir.outlook.insight.lake.manifest import Manifest, NoLakeYet, read_manifest
from peygir.outlook.insight.lake.shapes import VERSION
from peygir.outlook.insight.questions import LakeQuestion, text_of

KEPT: Final = 64
"""So many replies of the lake are kept in a process, each once for a manifest, a question and a scope."""
KEPT_GROUPS: Final = 5000
"""A reply of more groups is not kept."""


@dataclass(frozen=True, slots=True)
class LakeAccess:
    """Where the lake lies and what of it somebody sees: rows of the units with these codes (None: all).

    Groups of less than `fewest` rows are hidden; 1: none is. `engine` answers.
    """

    folder: Path
    units: frozenset[str] | None
    fewest: int
    engine: EngineChoice = DUCKDB_OVER_LAKE


@dataclass(frozen=True, slots=True)
class StateOfData:
    """Which data answers are made of: as they were at `as_of`, in a city of this time zone.

    `last_event` and `root` name the events that a lake tells; None and "" of the tables as they are now.
    """

    as_of: datetime
    zone: str
    last_event: int | None = None
    root: str = ""


def manifest_of(folder: Path) -> Manifest:
    """Return the manifest of the lake. Raises NoLakeYet."""
    manifest = read_manifest(folder)
    if manifest is None or manifest.version != VERSION:
        raise NoLakeYet()
    return manifest


def state_of(access: LakeAccess) -> StateOfData:
    """Return which data an access is to. Raises NoLakeYet."""
    city = _city_of_tables(access)
    if city is not None:
        return StateOfData(clock.now(), city.time_zone)
    known = manifest_of(access.folder)
    return StateOfData(datetime.fromisoformat(known.as_of), known.zone, known.last_event, known.root)


_kept: OrderedDict[tuple[Any, ...], dict[str, Any]] = OrderedDict()
_lock: Final = Lock()


def rows_for(
    access: LakeAccess, state: StateOfData, questions: Sequence[LakeQuestion]
) -> tuple[list[list[AnswerRow]], StateOfData]:
    """Return the rows of several questions, and which data they are of.

    The lake's are kept: the same is not asked of one state of it twice in the same scope. Raises QuestionIsNotRight,
    NoLakeYet, QuestionIsTooLarge, TooManyGroups, LakeIsBusy, SparkIsMissing.
    """
    texts = [text_of(question) for question in questions]
    city = _city_of_tables(access)
    if city is not None:
        from peygir.outlook.insight.engines.fresh import rows_of

        found = rows_of(city, statements_apart(texts, access.units), now=state.as_of)
        return [answer_from(question, rows) for question, rows in zip(questions, found, strict=True)], state
    reply = _reply(access, state, texts)
    rows = [[AnswerRow(tuple(keys), n, value) for keys, n, value in answer] for answer in reply["answers"]]
    as_of = datetime.fromisoformat(reply["as_of"])
    return rows, StateOfData(as_of, state.zone, reply["last_event"], reply["root"])


def cases_for(access: LakeAccess, question: LakeQuestion, *, most: int) -> list[int]:
    """Return the numbers of the cases that a question counts, the latest `most` first. Raises as `rows_for`."""
    city, text = _city_of_tables(access), text_of(question)
    if city is not None:
        from peygir.outlook.insight.engines.fresh import rows_of

        (rows,) = rows_of(city, statements_apart([text], access.units, cases=most), now=clock.now())
        return [int(row[0]) for row in rows]
    manifest_of(access.folder)
    return cases_apart(access.folder, text, access.units, most=most, spark=access.engine.spark)


def _city_of_tables(access: LakeAccess) -> CityFacts | None:
    """The city whose tables are asked; None where it is the lake."""
    return access.engine.city if access.engine.name == FRESH else None


def _reply(access: LakeAccess, state: StateOfData, texts: Sequence[str]) -> dict[str, Any]:
    """Return the lake's reply, from memory where the same was asked of the same manifest in the same scope."""
    key = (str(access.folder), access.engine.name, state, access.units, tuple(texts))
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    reply = rows_apart(access.folder, texts, access.units, spark=access.engine.spark)
    if sum(map(len, reply["answers"])) <= KEPT_GROUPS:
        with _lock:
            _kept[key] = reply
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return reply
