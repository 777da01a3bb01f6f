"""Who may show something of a case to everybody, and of which cases nothing is shown."""

from peygir.cases.actions.file import MoveNotYours
from peygir.cases.lifecycle import CENTRE, OWNER, groups_of
from peygir.cases.models import Case
from peygir.cases.rules import is_about_somebody, sight_of
from peygir.core.refusals import Invalid
from peygir.people.rules import Actor

LABELS = {"label_fa": "نمایش همگانی", "label_en": "Show to everybody"}


class CaseIsNotPublic(Invalid):
    """A confidential report, or a complaint about somebody."""

    fa = "از گزارش محرمانه، یا گزارشی که دربارهٔ یک واحد یا شخص است، چیزی به همه نشان داده نمی‌شود."
    en = "Of a confidential report, or one about a unit or a person, nothing is shown to everybody."


def refuse_to_publish(case: Case, by: Actor, *, is_shown: bool) -> None:
    """Raises MoveNotYours for who neither owns the case nor works in the centre, CaseIsNotPublic for such a case.

    Taking something back is allowed for any case.
    """
    if not {OWNER, CENTRE} & groups_of(by, sight_of(case)):
        raise MoveNotYours(
            **LABELS, why_fa="با واحد مسئول پرونده یا مرکز است.", why_en="for the owning unit or the centre."
        )
    if is_shown and (case.is_confidential or is_about_somebody(case)):
        raise CaseIsNotPublic()
