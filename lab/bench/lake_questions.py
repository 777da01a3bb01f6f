"""Questions to a made-up lake of twenty million cases, beside the same SQL in bare DuckDB over the same files.

The rows are drawn from a seed: topics and districts as unequal as a city's, over 48 months. Two questions by month and
district are answered in turn with as many threads: the 90th percentile of the time until work is done, and the number
of cases. Then each metric of cases is asked by pairs of dimensions, as the builder of questions may.
"""

import json
import resource
import statistics
import subprocess
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from lab.bench.process import command
from peygir.core import clock
from peygir.core.jalali import to_gregorian
from peygir.outlook.insight.asking import DECIMALS, answer_from, expression_of
from peygir.outlook.insight.dimensions import dimensions_of
from peygir.outlook.insight.engines.embedded import THREADS, LakeReader, lake_reader
from peygir.outlook.insight.lake.calendar import LakeMonth
from peygir.outlook.insight.lake.case_columns import CASES
from peygir.outlook.insight.lake.files import schema_of, write_file
from peygir.outlook.insight.lake.manifest import LakeFile, Manifest, write_manifest
from peygir.outlook.insight.lake.shapes import VERSION
from peygir.outlook.insight.metric_catalogue import METRICS
from peygir.outlook.insight.questions import LakeQuestion

if TYPE_CHECKING:
    import pyarrow as pa

FIRST_MONTH: Final = LakeMonth(140201)
MONTHS: Final = 48
TURNS: Final = 21
SEED: Final = (137, 20)
TOPICS: Final = 120
DISTRICTS: Final = 11
PLACES: Final = 190
CELLS: Final = 400
UNITS: Final = 60
MINUTES_A_DAY: Final = 1440
BARE: Final = {
    "slow_to_finish": (
        "SELECT month, district, count(*), quantile_cont(minutes_to_finish, 0.9) FROM read_parquet([{files}]) "
        "WHERE minutes_to_finish IS NOT NULL GROUP BY month, district ORDER BY month, district"
    ),
    "cases_opened": (
        "SELECT month, district, count(*), count(*) FROM read_parquet([{files}]) "
        "GROUP BY month, district ORDER BY month, district"
    ),
}
"""The question of each metric by month and district, as one would write it."""
NAMES: Final = {"slow_to_finish": "percentile", "cases_opened": "count"}
Codes = npt.NDArray[np.int64]


def main(count: str) -> None:
    """Run the step: write the lake of so many cases, ask it, and print seconds, ratios and MiB of memory as JSON.

    The lake is written by another process, and bare DuckDB comes last, so that the memory is that of the questions.
    """
    with tempfile.TemporaryDirectory(prefix="lake-") as name:
        folder = Path(name)
        began = clock.monotonic()
        subprocess.run(command("lake-make", folder, count), check=True)
        figures = {"rows": float(count), "writing_s": clock.monotonic() - began}
        figures["gigabytes"] = sum(path.stat().st_size for path in folder.glob("*/*.parquet")) / 1e9
        before = _peak_mib()
        with lake_reader(folder) as lake:
            figures |= _each_question(lake)
            figures["questions_mib"] = _peak_mib() - before
            figures |= _beside_bare(folder, lake)
    print(json.dumps(figures))


def make(folder: str, count: str) -> None:
    """Write the lake of so many cases to a folder."""
    make_lake(Path(folder), int(count))


def make_lake(folder: Path, rows: int) -> Manifest:
    """Write a lake of so many made-up cases."""
    draw, month = np.random.default_rng(SEED), FIRST_MONTH
    files: dict[str, LakeFile] = {}
    number = 0
    for place in range(MONTHS):
        count = rows * (place + 1) // MONTHS - rows * place // MONTHS
        files[str(month.number)] = write_file(folder, CASES, str(month.number), _month(draw, month, number, count))
        number, month = number + count, month.next()
    manifest = Manifest(
        VERSION, "made-up", "Asia/Tehran", "2026-01-01T00:00:00+00:00", 0, "", "", 0, tables={"case": files}
    )
    write_manifest(folder, manifest)
    return manifest


def _beside_bare(folder: Path, lake: LakeReader) -> dict[str, float]:
    """Questions by month and district, asked through the grammar and in bare SQL, in turn; medians and ratios."""
    import duckdb

    files = ", ".join(f"'{path}'" for path in lake.manifest.paths(folder, "case"))
    figures: dict[str, float] = {}
    for code, name in NAMES.items():
        question = LakeQuestion(code, by=("month", "district"))
        bare = duckdb.connect(":memory:", config={"threads": THREADS})
        own, other = [], []
        for _turn in range(TURNS):
            began = clock.monotonic()
            answer = answer_from(question, lake.rows(expression_of(question)))
            own.append(clock.monotonic() - began)
            began = clock.monotonic()
            rows = bare.execute(BARE[code].format(files=files)).fetchall()
            other.append(clock.monotonic() - began)
            if [(*row.keys, row.n, row.value) for row in answer] != [
                (*row[:3], round(row[3], DECIMALS)) for row in rows
            ]:
                raise AssertionError("both must give the same")
        bare.close()
        figures |= {
            f"{name}_s": statistics.median(own),
            f"{name}_bare_s": statistics.median(other),
            f"{name}_ratio": statistics.median(own) / statistics.median(other),
            f"{name}_ratio_of_p90": _part(own, 0.9) / _part(other, 0.9),
        }
    return figures


def _each_question(lake: LakeReader) -> dict[str, float]:
    """Every metric of cases by every dimension, each beside the next one."""
    seconds, cpu = [], []
    for metric in METRICS.values():
        if metric.grain != "case":
            continue
        codes = [one.code for one in dimensions_of(metric.grain)]
        for first, second in zip(codes, codes[1:] + codes[:1], strict=True):
            question = LakeQuestion(metric.code, by=(first, second))
            began, cpu_began = clock.monotonic(), _cpu_seconds()
            answer_from(question, lake.rows(expression_of(question)))
            seconds.append(clock.monotonic() - began)
            cpu.append(_cpu_seconds() - cpu_began)
    return {
        "questions": float(len(seconds)),
        "question_p95_s": _part(seconds, 0.95),
        "question_most_s": max(seconds),
        "question_p95_cpu_s": _part(cpu, 0.95),
    }


def _cpu_seconds() -> float:
    """The seconds that processors gave to this process: what a question costs, whatever else the machine does."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _part(values: list[float], part: float) -> float:
    """The quantile of some values."""
    return float(np.quantile(values, part))


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _month(draw: np.random.Generator, month: LakeMonth, number: int, count: int) -> "pa.Table":
    """The made-up cases of a month."""
    import pyarrow as pa

    first = to_gregorian(month.number // 100, month.number % 100, 1)
    length = (to_gregorian(month.next().number // 100, month.next().number % 100, 1) - first).days
    days = draw.integers(0, length, count)
    finish = np.where(draw.random(count) < 0.9, draw.exponential(3 * MINUTES_A_DAY, count).astype(np.int64), -1)
    closed = np.where((finish >= 0) & (draw.random(count) < 0.95), finish + MINUTES_A_DAY, -1)
    topic, place = _unequal(draw, TOPICS, count), _unequal(draw, PLACES, count)
    columns: dict[str, Any] = {
        "city": _named("made-up", np.zeros(count, np.int64)),
        "case_id": number + np.arange(count),
        "topic": _named("T-", topic),
        "topic_group": _named("G-", topic % 15),
        "district": _named("", place % DISTRICTS + 1),
        "neighbourhood": _named("N-", place),
        "cell_7": 10**17 + place % 50,
        "cell_8": 10**17 + place * 3 % CELLS,
        "unit": _named("U-", topic % UNITS),
        "urgency": _named("", draw.choice(3, count, p=[0.85, 0.1, 0.05])),
        "channel": _named("c", _unequal(draw, 8, count)),
        "asset_type": _named("a", topic % 9),
        **_keys(first, days, draw.integers(0, 24, count), month),
        "opened_at": np.datetime64(first, "us") + days.astype("timedelta64[D]"),
        "state": _named("s", np.where(closed >= 0, 0, 1)),
        "close_kind": _named("k", np.where(closed >= 0, topic % 4, 9)),
        "reports": draw.geometric(0.8, count),
        "returns": draw.binomial(2, 0.05, count),
        "minutes_to_finish": pa.array(finish, mask=finish < 0),
        "minutes_to_close": pa.array(closed, mask=closed < 0),
        "finished": (finish >= 0).astype(np.int64),
        "reopened": draw.binomial(1, 0.06, count),
    }
    return pa.table({name: columns[name] for name in CASES.kinds}).cast(schema_of(CASES))


def _keys(first: date, days: Codes, hours: Codes, month: LakeMonth) -> dict[str, Any]:
    """The keys of the Iranian calendar for days of a month, counted from its first."""
    weekday = (days + (first + timedelta(days=2)).weekday()) % 7
    year, of_year = divmod(month.number, 100)
    return {
        "day": np.datetime64(first) + days.astype("timedelta64[D]"),
        "jalali_day": month.number * 100 + days + 1,
        "ten_day": month.number * 10 + np.minimum(days // 10, 2) + 1,
        "month": np.full(len(days), month.number),
        "season": np.full(len(days), year * 10 + (of_year - 1) // 3 + 1),
        "year": np.full(len(days), year),
        "hour_of_week": weekday * 24 + hours,
        "is_holiday": (weekday >= 5).astype(np.int64),
    }


def _unequal(draw: np.random.Generator, many: int, count: int) -> Codes:
    """Codes of which the first ones are common and the last ones rare."""
    weights = 1 / np.arange(1, many + 1)
    return draw.choice(many, count, p=weights / weights.sum())


def _named(letter: str, codes: Codes) -> "pa.Array":
    """Codes as texts."""
    import pyarrow as pa

    names = pa.array([f"{letter}{number}" for number in range(int(codes.max()) + 1)])
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), names)
