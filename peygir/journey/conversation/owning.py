"""Which reports are those of whoever speaks in a talk: by their phone, or by the chat or address that they came by."""

from peygir.cases import queries as cases
from peygir.cases.models import Report
from peygir.desks.answers import contact_channels as ways
from peygir.desks.answers import sending as sent
from peygir.journey.conversation.reporting import ConversationContext
from peygir.people.queries import citizen_ids_of_phone, citizen_profile


def _reports(voice: ConversationContext) -> list[Report]:
    """The reports of whoever speaks."""
    by_phone = cases.reports_of_citizens(citizen_ids_of_phone(voice.phone)) if voice.phone else []
    by_way = [cases.report_of(report_id) for report_id in ways.reports_by(voice.channel, voice.address)]
    return [*by_phone, *(report for report in by_way if report is not None)]


def last_asked_of(voice: ConversationContext) -> Report | None:
    """Their report that was last asked whether it is fixed and may still be answered; None without one."""
    return sent.last_asked(_reports(voice))


def own_report(voice: ConversationContext, code: str) -> Report | None:
    """The report of a code, if whoever speaks made it."""
    report = cases.report_by_code(code)
    if report is None:
        return None
    if ways.is_contact_channel_of(voice.channel, voice.address, report.pk):
        return report
    card = citizen_profile(report.citizen_id) if report.citizen_id else None
    is_own = card is not None and (
        (bool(voice.phone) and card.phone == voice.phone)
        or (voice.channel == "mail" and card.email.lower() == voice.address.lower())
    )
    return report if is_own else None
