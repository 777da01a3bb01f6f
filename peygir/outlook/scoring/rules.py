"""What a scheme of marks is, whether it is right, and which one a city begins with; plain values."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from peygir.core.chain import canonical
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.scoring.catalogue import INDICATORS
from peygir.outlook.scoring.words import Combination, MarkGroup, MissingPart

OUT_OF: Final = 20
"""Points of the best mark."""
SOONEST_CLOSING: Final = 15
"""Days after a month's end: reopenings within 14 days and late answers are known then."""
ENOUGH: Final = Decimal("0.5")
"""The share of a mark's weight that must have enough cases; below it there is too little to say."""
FIRST_APPEAL_DAYS: Final = 10
FIRST_PUBLICATION_DAYS: Final = FIRST_APPEAL_DAYS + 1
"""Of the first proposal: a month is published on the day after the last one for appeals."""
FIRST_WEIGHTS: Final = {MarkGroup.ACCURACY: 56, MarkGroup.TIME: 24, MarkGroup.SATISFACTION: 20}


class SchemeIsNotRight(Invalid):
    """A value of a scheme is missing or out of its range."""

    message = _("This scheme cannot be used: {reason}.")


@dataclass(frozen=True, slots=True)
class SchemePart:
    """An indicator in a scheme: full points at the target, none at the worst value, no value below `fewest` rows.

    A weight of zero shows the indicator beside the mark and never counts it.
    """

    indicator: str
    version: int
    group: str
    weight: Decimal
    target: Decimal
    worst: Decimal
    fewest: int

    def score(self, value: Decimal) -> Decimal:
        """How far a value is on the way from the worst (0) to the target (1)."""
        return min(max((value - self.worst) / (self.target - self.worst), Decimal(0)), Decimal(1))


@dataclass(frozen=True, slots=True)
class SchemeContent:
    """All that a scheme decides.

    `closing_days`: so many days after a month's last day it is closed. `appeal_days`: so long after that a unit may
    appeal. `digits`: of a published mark. `volumes`: the numbers of cases in a month at which further classes of
    peers begin; without any, all units of a kind are peers. `publication_days`: so many days after it was closed a
    month is published, without any at the closing.
    """

    groups: Mapping[str, Decimal]
    parts: Sequence[SchemePart]
    combination: str
    missing: str
    digits: int
    closing_days: int
    appeal_days: int
    volumes: Sequence[int] = ()
    publication_days: int = 0

    def as_json(self) -> dict[str, Any]:
        """The content as it is stored, published and hashed: numbers as text, so that every digit is theirs."""
        return {
            "groups": {str(group): _plain(weight) for group, weight in sorted(self.groups.items())},
            "parts": [
                {
                    "indicator": part.indicator,
                    "version": part.version,
                    "group": str(part.group),
                    "weight": _plain(part.weight),
                    "target": _plain(part.target),
                    "worst": _plain(part.worst),
                    "fewest": part.fewest,
                }
                for part in sorted(self.parts, key=lambda part: part.indicator)
            ],
            "combination": str(self.combination),
            "missing": str(self.missing),
            "digits": self.digits,
            "closing_days": self.closing_days,
            "appeal_days": self.appeal_days,
            # Only where there are any: a scheme without them has the digest that it always had.
            **({"volumes": list(self.volumes)} if self.volumes else {}),
            **({"publication_days": self.publication_days} if self.publication_days else {}),
        }

    @property
    def digest(self) -> str:
        """The SHA-256 of the canonical JSON."""
        return hashlib.sha256(canonical(self.as_json()).encode()).hexdigest()


def _plain(number: Decimal) -> str:
    """A number without needless zeros: equal numbers have one text."""
    return format(number.normalize(), "f")


def content_from(row: Mapping[str, Any]) -> SchemeContent:
    """The content of a proposal, whose indicators are those of this software. Raises SchemeIsNotRight."""
    content = content_kept(row)
    check_content(content)
    return content


def content_kept(row: Mapping[str, Any]) -> SchemeContent:
    """The content that a scheme keeps, to show it or to compute by it: its indicators may have newer versions by now.

    Raises SchemeIsNotRight where a value is missing.
    """
    try:
        parts = [
            SchemePart(
                indicator=str(part["indicator"]),
                version=int(part["version"]),
                group=str(part["group"]),
                weight=Decimal(str(part["weight"])),
                target=Decimal(str(part["target"])),
                worst=Decimal(str(part["worst"])),
                fewest=int(part["fewest"]),
            )
            for part in row["parts"]
        ]
        groups = {str(group): Decimal(str(weight)) for group, weight in row["groups"].items()}
        days = {name: int(row[name]) for name in ("digits", "closing_days", "appeal_days")}
        days["publication_days"] = int(row.get("publication_days", 0))
        volumes = _volumes(row.get("volumes", ()))
        return SchemeContent(groups, parts, str(row["combination"]), str(row["missing"]), **days, volumes=volumes)
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as failure:
        raise SchemeIsNotRight(reason=_("a value is missing or no number")) from failure


def _volumes(given: object) -> tuple[int, ...]:
    """The classes of volume. Raises TypeError, ValueError."""
    if not isinstance(given, list | tuple):
        raise TypeError("not a list")
    return tuple(int(volume) for volume in given)


def check_content(content: SchemeContent) -> None:
    """Raise SchemeIsNotRight with the reason, where a scheme cannot be used."""
    weights = [*content.groups.values(), *(part.weight for part in content.parts)]
    if not all(weight.is_finite() and 0 <= weight <= 1000 for weight in weights):
        raise SchemeIsNotRight(reason=_("weights are numbers from 0 to 1000"))
    if content.combination not in Combination.values() or content.missing not in MissingPart.values():
        raise SchemeIsNotRight(reason=_("it does not say how parts are combined, or what a missing part does"))
    if not (
        1 <= content.digits <= 2 and SOONEST_CLOSING <= content.closing_days <= 60 and 1 <= content.appeal_days <= 60
    ):
        raise SchemeIsNotRight(reason=_("1 or 2 digits, closing after 15 to 60 days, appeals within 1 to 60 days"))
    if not 0 <= content.publication_days <= 60:
        raise SchemeIsNotRight(reason=_("a month is published 0 to 60 days after it was closed"))
    if sorted(set(content.volumes)) != list(content.volumes) or not all(1 <= one <= 10**6 for one in content.volumes):
        raise SchemeIsNotRight(reason=_("classes of volume begin at ascending numbers from 1 to 1,000,000"))
    if set(content.groups) != set(MarkGroup.values()):
        raise SchemeIsNotRight(reason=_("each of the three groups has a weight"))
    names = [part.indicator for part in content.parts]
    if len(set(names)) != len(names) or not names:
        raise SchemeIsNotRight(reason=_("an indicator stands in it once"))
    for part in content.parts:
        _check_part(part, content)
    for group, weight in content.groups.items():
        if weight > 0 and not any(part.group == group and part.weight > 0 for part in content.parts):
            raise SchemeIsNotRight(reason=_("a group with a weight has a part with one"))
    if not any(content.groups.values()):
        raise SchemeIsNotRight(reason=_("some weight is above zero"))


def _check_part(part: SchemePart, content: SchemeContent) -> None:
    known = INDICATORS.get(part.indicator)
    if known is None or part.version != known.version or part.group not in content.groups:
        raise SchemeIsNotRight(reason=_("an indicator, its version or its group is not known"))
    if not all(number.is_finite() and 0 <= number <= 10_000 for number in (part.target, part.worst)):
        raise SchemeIsNotRight(reason=_("targets and worst values are numbers from 0 to 10,000"))
    if part.target == part.worst or (part.target > part.worst) != known.is_higher_better:
        raise SchemeIsNotRight(reason=_("the target lies on the better side of the worst value"))
    if not 1 <= part.fewest <= 10_000:
        raise SchemeIsNotRight(reason=_("the least number of cases is from 1 to 10,000"))


def first_content() -> SchemeContent:
    """The scheme that a city begins its proposals with: 56 accuracy, 24 time, 20 satisfaction, as in Tehran."""
    parts = [
        SchemePart(
            indicator=indicator.code,
            version=indicator.version,
            group=str(indicator.group),
            weight=Decimal(indicator.weight),
            target=Decimal(indicator.target),
            worst=Decimal(indicator.worst),
            fewest=indicator.fewest,
        )
        for indicator in INDICATORS.values()
    ]
    groups = {str(group): Decimal(weight) for group, weight in FIRST_WEIGHTS.items()}
    return SchemeContent(
        groups,
        parts,
        Combination.MEAN,
        MissingPart.OF_CITY,
        digits=2,
        closing_days=SOONEST_CLOSING,
        appeal_days=FIRST_APPEAL_DAYS,
        publication_days=FIRST_PUBLICATION_DAYS,
    )
