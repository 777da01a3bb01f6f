"""Looking at a reporter's number, which is written down each time."""

from peygir.cases.actions.file import NoSuchCase, open_file, refuse_the_blind, write_event
from peygir.cases.models import Report
from peygir.cases.rules import sight_of
from peygir.core import clock
from peygir.core.refusals import NotAllowed
from peygir.people.rules import Actor, may_see_phone


class PhoneIsNotYours(NotAllowed):
    """The work of this role needs no phone number."""

    fa = "شمارهٔ گزارش‌دهنده تنها برای کسی باز می‌شود که کارش به آن نیاز دارد."
    en = "The reporter's number opens only to those whose work needs it."


class NoPhoneIsKnown(NotAllowed):
    """An anonymous report."""

    fa = "گزارش‌دهنده شماره‌ای نگذاشته است."
    en = "The reporter left no number."


def look_at_phone(code: str, *, report_id: int, by: Actor) -> str:
    """The reporter's phone (+98…) of one report of a case, with the look recorded in the case's history.

    Raises NoSuchCase, PhoneIsNotYours, NoPhoneIsKnown.
    """
    with open_file(code=code) as case:
        refuse_the_blind(case, by)
        if not may_see_phone(by, sight_of(case)):
            raise PhoneIsNotYours()
        report = Report.objects.select_related("citizen").filter(pk=report_id, case=case).first()
        if report is None:
            raise NoSuchCase()
        if report.citizen is None:
            raise NoPhoneIsKnown()
        write_event(case, "phone_looked_at", by=by, at=clock.now(), data={"report": report.pk})
        return report.citizen.phone
