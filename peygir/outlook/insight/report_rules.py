"""Who orders the city's reports, who approves them, and about what periods."""

from datetime import date
from typing import Final

from peygir.core.refusals import Conflict, Invalid, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.outlook.insight.report_periods import ReportPeriod, period_of
from peygir.outlook.insight.report_words import ReportKind
from peygir.people.permissions import Permission
from peygir.people.rules import Actor

SEE: Final = (Permission.LEAD_CENTRE, Permission.CONFIRM_ACCOUNTS)
"""Who sees reports before they are published: who leads the centre, the mayor's desk, and the inspectorate."""
LONGEST_REASON: Final = 500


class ReportsNotYours(NotAllowed):
    """Neither who leads the centre nor the mayor's desk."""

    message = _("Reports are made by those who lead the centre, and by the mayor's desk.")


class ReportNeedsAnother(NotAllowed):
    """Who ordered a report approves it."""

    message = _("You ordered this report; somebody else reads and approves it.")


class ReportKindIsUnknown(Invalid):
    """The kind is none of the known ones."""

    message = _("Please choose of what period the report is.")


class PeriodIsNotOver(Invalid):
    """The period is not over, or begins too long ago."""

    message = _("A report is made of a period that is over.")


class ReportReasonIsMissing(Invalid):
    """Nobody said why a report is not approved."""

    message = _("Please say in at most {most} characters why it is not approved.")


class ReportIsInTheMaking(Conflict):
    """There is a report of the same period that nobody has decided about."""

    message = _("There is a report of this period already that waits or is being composed.")


class ReportIsDecided(Conflict):
    """Somebody decided already, or the report is not composed yet."""

    message = _("This report does not wait for approval; somebody may have been faster.")


def may_make_reports(by: Actor) -> bool:
    """Whether somebody orders reports, and approves those of others."""
    is_mayors = by.may(Permission.STEER_CITY) and by.may(Permission.CONFIRM_ACCOUNTS)
    return by.kind == "staff" and (by.may(Permission.LEAD_CENTRE) or is_mayors)


def may_see_reports(by: Actor) -> bool:
    """Whether somebody sees reports that are not published."""
    return by.kind == "staff" and any(by.may(permission) for permission in SEE)


def checked_period(kind: str, first_on: date, *, today: date) -> ReportPeriod:
    """The period that begins on a day. Raises ReportKindIsUnknown, PeriodIsNotOver."""
    if kind not in ReportKind.values():
        raise ReportKindIsUnknown()
    try:
        period = period_of(kind, first_on)
    except ValueError as error:
        raise PeriodIsNotOver() from error
    if period.first_on != first_on or period.last_on >= today or (today - first_on).days > 366 * 20:
        raise PeriodIsNotOver()
    return period


def checked_why_not(reason: str) -> str:
    """The reason for not approving. Raises ReportReasonIsMissing."""
    text = plain(reason)
    if not says_something(text) or len(text) > LONGEST_REASON:
        raise ReportReasonIsMissing(most=LONGEST_REASON)
    return text
