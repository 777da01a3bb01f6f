"""The short texts in which followers read the news of a case or a neighbourhood."""

from typing import Final

from peygir.cases.states import CaseState
from peygir.core.translation import Text, pgettext_lazy
from peygir.core.translation import gettext_lazy as _
from peygir.history.kinds.case_moves import (
    CaseClosed,
    CaseDeclined,
    CaseFinished,
    CaseReferredOut,
    CaseReopened,
    CaseWithdrawn,
)
from peygir.history.kinds.case_plans import CaseFunded, CaseProposalRefused, CaseProposed, CaseWorksBegun, CaseWorksDone
from peygir.history.kinds.case_work import MoreTimeGranted, PromiseBroken

# event kind → (Persian, English), as the end of a sentence about the case.
_HAPPENED: Final[dict[str, Text]] = {
    CaseReferredOut.kind: pgettext_lazy("news of a case", "it was passed on to another agency, and is followed"),
    CaseFinished.kind: pgettext_lazy("news of a case", "the work is done, and the reporter was asked"),
    CaseDeclined.kind: pgettext_lazy("news of a case", "the expert says that no action is needed"),
    CaseClosed.kind: pgettext_lazy("news of a case", "it is closed"),
    CaseReopened.kind: pgettext_lazy("news of a case", "it is open again, and the work goes on"),
    CaseWithdrawn.kind: pgettext_lazy("news of a case", "the reporter withdrew it"),
    PromiseBroken.kind: pgettext_lazy("news of a case", "it was not done in time; its page shows the new date"),
    MoreTimeGranted.kind: pgettext_lazy("news of a case", "it needs more time; its page shows the new date"),
    CaseProposed.kind: pgettext_lazy("news of a case", "a programme for it was proposed to the council"),
    CaseFunded.kind: pgettext_lazy("news of a case", "there is money for it now"),
    CaseWorksBegun.kind: pgettext_lazy("news of a case", "the planned work has begun"),
    CaseWorksDone.kind: pgettext_lazy("news of a case", "the planned work is done"),
    CaseProposalRefused.kind: pgettext_lazy("news of a case", "there is no money for it yet; its page says why"),
}
TOLD: Final = frozenset(_HAPPENED)
"""The kinds of events that followers are told of."""
MOST_LINES: Final = 8
"""The most news items in one evening's message; its page has the rest."""


def news_of(happened: str, language: str) -> str:
    """The text of an event, in few words."""
    return _HAPPENED[happened].in_language(language)


def case_line(code: str, state: str, language: str) -> str:
    """The row of an evening's message about a case; `code` in the digits of the language."""
    return _("Case {code}: {state}", code=code, state=CaseState.labels()[state].inside()).in_language(language)


def area_line(area: str, new: str, done: str, language: str) -> str:
    """The row of an evening's message about a neighbourhood; the counts in the digits of the language."""
    return _("{area}: {new} new, {done} confirmed as fixed", area=area, new=new, done=done).in_language(language)
