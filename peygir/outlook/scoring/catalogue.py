"""All indicators by their codes, in the order in which pages list them."""

from types import MappingProxyType
from typing import Final

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
"""Every indicator of this version of the software, by its code."""
