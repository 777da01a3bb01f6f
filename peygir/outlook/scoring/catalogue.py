"""All indicators by their codes, in the order in which pages list them, and every version that ever counted."""

from types import MappingProxyType
from typing import Final

from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.scoring.indicator import Indicator
from peygir.outlook.scoring.indicators.acknowledged import ACKNOWLEDGED
from peygir.outlook.scoring.indicators.answer_quality import ANSWER_QUALITY
from peygir.outlook.scoring.indicators.answered import ANSWERED
from peygir.outlook.scoring.indicators.documents import DOCUMENTS
from peygir.outlook.scoring.indicators.finished_in_time import FINISHED_IN_TIME
from peygir.outlook.scoring.indicators.reopened import REOPENED
from peygir.outlook.scoring.indicators.replans import REPLANS
from peygir.outlook.scoring.indicators.returned import RETURNED
from peygir.outlook.scoring.indicators.satisfaction import SATISFACTION
from peygir.outlook.scoring.indicators.silence import SILENCE
from peygir.outlook.scoring.indicators.solved import SOLVED
from peygir.outlook.scoring.indicators.time_to_finish import TIME_TO_FINISH
from peygir.outlook.scoring.indicators.told_before import TOLD_BEFORE
from peygir.outlook.scoring.indicators.verified import VERIFIED

_ALL: Final = (
    SOLVED,
    ANSWERED,
    VERIFIED,
    REOPENED,
    DOCUMENTS,
    ANSWER_QUALITY,
    TOLD_BEFORE,
    ACKNOWLEDGED,
    FINISHED_IN_TIME,
    TIME_TO_FINISH,
    RETURNED,
    SILENCE,
    REPLANS,
    SATISFACTION,
)
INDICATORS: Final = MappingProxyType({indicator.code: indicator for indicator in _ALL})
"""Every indicator of this version of the software, by its code: those of which new schemes are made."""
_SUPERSEDED: Final[tuple[Indicator, ...]] = ()
"""Earlier versions and indicators that were given up, unchanged: months that were closed by them stay computable.

Who changes the query, measure or rule of an indicator gives it the next version and lists the one before here.
"""
VERSIONS: Final = MappingProxyType({(one.code, one.version): one for one in (*_SUPERSEDED, *_ALL)})
"""Every indicator that a decided scheme may name, by code and version."""


class IndicatorIsUnknown(Missing):
    """A scheme names an indicator, or a version of one, that this software does not have."""

    message = _("This software does not know version {version} of the indicator “{code}”.")


def indicator_of(code: str, version: int) -> Indicator:
    """Return the version of an indicator that a scheme names. Raises IndicatorIsUnknown."""
    known = VERSIONS.get((code, version))
    if known is None:
        raise IndicatorIsUnknown(code=code, version=version)
    return known


def latest_of(code: str) -> Indicator | None:
    """Return the indicator as it is now, or was when it was given up; None for a code that never was one."""
    own = [known for (name, _version), known in sorted(VERSIONS.items()) if name == code]
    return INDICATORS.get(code) or (own[-1] if own else None)
