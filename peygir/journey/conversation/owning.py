"""The reports of a conversation's sender: by their phone, or by the chat or mail address that they came from."""

from peygir.cases import queries as cases
from peygir.cases.models import Report
from peygir.desks.answers import contact_channels
from peygir.desks.answers import sending as sent
from peygir.journey.conversation.reporting import ConversationContext
from peygir.people.channels import Channel
from peygir.people.queries import citizen_ids_of_phone, citizen_profile


def _reports(context: ConversationContext) -> list[Report]:
    """The reports of the sender."""
    by_phone = cases.reports_of_citizens(citizen_ids_of_phone(context.phone)) if context.phone else []
    by_way = [cases.report_of(report_id) for report_id in contact_channels.reports_by(context.channel, context.address)]
    return [*by_phone, *(report for report in by_way if report is not None)]


def last_asked_of(context: ConversationContext) -> Report | None:
    """The sender's report that was last asked whether it is fixed and may still be answered; None without one."""
    return sent.last_asked(_reports(context))


def own_report(context: ConversationContext, code: str) -> Report | None:
    """The report of a code, if it is the sender's."""
    report = cases.report_by_code(code)
    if report is None:
        return None
    if contact_channels.is_contact_channel_of(context.channel, context.address, report.pk):
        return report
    profile = citizen_profile(report.citizen_id) if report.citizen_id else None
    is_own = profile is not None and (
        (bool(context.phone) and profile.phone == context.phone)
        or (context.channel == Channel.MAIL and profile.email.lower() == context.address.lower())
    )
    return report if is_own else None
