"""How many incidents are never reported, from how often each is reported again.

Columns: incident, area, topic, channel (of its first report), duplicates (the reports after the first; the first is not
counted), exposure (days from the first report until it ended). area, topic and channel are names, or numbers with
decimals, which then count as numbers. The answer holds the coefficients and, for each area and topic, the rate, the
chance of a report within --days, the median days until the first report, and the corrected demand.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.ops.method_rows import TableRow, above_zero_option, plain_number, read_rows, refuse_repeated, share_option

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from peygir.outlook.insight.methods.reporting_rates import ReportingRates
    from peygir.outlook.insight.methods.unreported import ReportedShare

    Numbers = npt.NDArray[np.float64]

NEEDED: Final = ("duplicates", "exposure")
KINDS: Final = ("area", "topic", "channel")
ALSO_CALLED: Final = {"area": ("district",), "topic": ("category",), "exposure": ("days",)}
MOST_TERMS: Final = 1_000
MOST_DUPLICATES: Final = 1_000_000
MOST_DAYS: Final = 1_000_000


class NothingIsReportedTwice(Invalid):
    """No incident was reported again."""

    message = _("No incident was reported a second time, so that nothing can be said about reports that are missing.")


class TermsAreTooMany(Invalid):
    """There are more areas, topics and channels than the model can tell apart."""

    message = _(
        "The file names {count} areas, topics and channels; this method takes at most {most}, and fewer than rows."
    )


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident of the file; `kinds` are its area, topic and channel, "" where the file has no such column."""

    kinds: tuple[str, ...]
    duplicates: int
    exposure: float


@dataclass(frozen=True, slots=True)
class _Design:
    """The rows of the model, the name of each of its columns, and what each kind is compared with."""

    matrix: "Numbers"
    terms: tuple[str, ...]
    references: dict[str, str]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the model, the days within which a report counts, and the level of the intervals."""
    parser.add_argument(
        "--model", choices=("poisson", "zero-inflated"), default="poisson", help="of the duplicates (poisson)"
    )
    parser.add_argument("--days", type=above_zero_option, default=30.0, help="within which a report counts (30)")
    parser.add_argument("--level", type=share_option, default=0.95, help="of the intervals (0.95)")


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return the rates. Raises the Refusal of a file that cannot be used."""
    rows = read_incidents(path)
    design = _designed(rows)
    import numpy as np

    from peygir.outlook.insight.methods.reporting_rates import NothingWasReportedAgain, reporting_rates

    duplicates = np.array([row.duplicates for row in rows], dtype=np.float64)
    exposures = np.array([row.exposure for row in rows])
    try:
        rates = reporting_rates(duplicates, exposures, design.matrix, model=options.model)
    except NothingWasReportedAgain as failure:
        raise NothingIsReportedTwice() from failure
    errors = rates.errors.tolist()
    return {
        "model": options.model,
        "days": options.days,
        "level": options.level,
        "incidents": len(rows),
        "duplicates": int(duplicates.sum()),
        "never_reported_again": rates.never,
        "dispersion": rates.dispersion,
        "log_likelihood": rates.log_likelihood,
        "reference": design.references,
        "coefficients": [
            {"term": term, "estimate": value, "se": error}
            for term, value, error in zip(design.terms, rates.coefficients.tolist(), errors, strict=True)
        ],
        "all": _stated(rows, design, rates, options),
        "areas": _groups(rows, design, rates, options, (0,)),
        "groups": _groups(rows, design, rates, options, (0, 1)),
    }


def read_incidents(path: Path) -> list[IncidentRow]:
    """Return the incidents of a file. Raises the Refusal of a file that cannot be used."""
    seen: dict[str, int] = {}

    def read(cells: TableRow) -> IncidentRow:
        if incident := cells.values["incident"]:
            refuse_repeated(seen, incident, cells.number)
        kinds = tuple(ascii_digits(cells.values[kind]).replace("٫", ".") for kind in KINDS)
        duplicates = cells.whole("duplicates", most=MOST_DUPLICATES)
        cells.above_zero("exposure")
        return IncidentRow(kinds, duplicates, cells.number_in("exposure", least=0, most=MOST_DAYS))

    return read_rows(path, NEEDED, read, optional=("incident", *KINDS), also_called=ALSO_CALLED)


def _designed(rows: Sequence[IncidentRow]) -> _Design:
    import numpy as np

    columns, terms, references = [[1.0] * len(rows)], ["(rate)"], {}
    for place, kind in enumerate(KINDS):
        values = [row.kinds[place] for row in rows]
        if measured := _measurements(values):
            terms.append(kind)
            columns.append(measured)
            continue
        levels = _in_order(set(values))
        if len(levels) > 1:
            references[kind] = levels[0]
        for level in levels[1:]:
            terms.append(f"{kind}: {level}")
            columns.append([float(value == level) for value in values])
        if len(terms) > MOST_TERMS:
            break
    if len(terms) > min(MOST_TERMS, len(rows)):
        raise TermsAreTooMany(count=len(terms) - 1, most=MOST_TERMS)
    return _Design(np.array(columns).T, tuple(terms), references)


def _measurements(values: Sequence[str]) -> list[float]:
    """Return the numbers, if all are numbers and one has decimals (codes of districts have none), or else nothing."""
    numbers = [number for value in values if (number := plain_number(value)) is not None]
    is_measured = len(numbers) == len(values) and any(number != int(number) for number in numbers)
    return numbers if is_measured else []


def _in_order(levels: set[str]) -> list[str]:
    numbers = {level: plain_number(level) for level in levels}
    return sorted(levels, key=lambda level: (numbers[level] is None, numbers[level] or 0.0, level))


def _groups(
    rows: Sequence[IncidentRow],
    design: _Design,
    rates: "ReportingRates",
    options: argparse.Namespace,
    by: tuple[int, ...],
) -> list[dict[str, object]]:
    members: dict[tuple[str, ...], list[int]] = {}
    for number, row in enumerate(rows):
        members.setdefault(tuple(row.kinds[place] for place in by), []).append(number)
    ordered = sorted(
        members, key=lambda key: [(plain_number(part) is None, plain_number(part) or 0.0, part) for part in key]
    )
    return [
        {KINDS[place]: part for place, part in zip(by, key, strict=True)}
        | _stated([rows[number] for number in members[key]], design, rates, options, members[key])
        for key in ordered
    ]


def _stated(
    rows: Sequence[IncidentRow],
    design: _Design,
    rates: "ReportingRates",
    options: argparse.Namespace,
    places: list[int] | None = None,
) -> dict[str, object]:
    from peygir.outlook.insight.methods.unreported import reported_share

    matrix = design.matrix if places is None else design.matrix[places]
    share = reported_share(rates, matrix, days=options.days, level=options.level)
    counts: dict[str, object] = {"incidents": len(rows), "duplicates": sum(row.duplicates for row in rows)}
    return counts | {"is_estimable": share is not None} | ({} if share is None else _figures(share))


def _figures(share: "ReportedShare") -> dict[str, object]:
    return {
        "rate": share.rate,
        "rate_interval": list(share.rate_interval),
        "p_reported": share.reported,
        "p_interval": list(share.reported_interval),
        "median_days": share.median_days,
        "median_interval": list(share.median_interval),
        "demand": share.demand,
        "demand_interval": list(share.demand_interval),
    }
