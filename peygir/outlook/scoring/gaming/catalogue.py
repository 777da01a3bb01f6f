"""All tests of gaming, in the order in which they are shown."""

from typing import Final

from peygir.outlook.scoring.gaming import (
    copied,
    declined,
    heaped,
    merged,
    moved_out,
    own_verdicts,
    paused,
    photos,
    retouched,
    series,
    staff_reports,
)
from peygir.outlook.scoring.gaming.results import GamingTest
from peygir.outlook.scoring.gaming.words import GamingKind

_ALL: Final = (
    heaped.TEST,
    series.TEST,
    copied.TEST,
    retouched.TEST,
    paused.TEST,
    declined.TEST,
    own_verdicts.TEST,
    staff_reports.TEST,
    photos.TEST,
    merged.TEST,
    moved_out.TEST,
)
TESTS: Final[dict[GamingKind, GamingTest]] = {test.kind: test for test in _ALL}
