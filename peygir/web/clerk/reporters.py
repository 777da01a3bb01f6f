"""The reporters of a case, with the personal data that the viewer may see and the work needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from peygir.cases.facts import CaseFacts, ReportFacts
from peygir.cases.rules import visibility_of
from peygir.core.phones import mask_phone
from peygir.desks.answers.contact_channels import reached_by
from peygir.people.channels import MESSENGERS, Channel
from peygir.people.privacy_rules import is_erased
from peygir.people.rules import Actor, may_see_phone
from peygir.web.clerk.foreign_details import ToldPart, told_parts
from peygir.web.kit.templatetags.ui import language

_WITH_CHAT: Final = frozenset(channel.incoming for channel in MESSENGERS)


@dataclass(frozen=True, slots=True)
class ReporterPart:
    """One report with as much of its reporter as the work needs."""

    report: ReportFacts
    phone: str  # masked, or in full for the person who just requested it
    may_look: bool
    is_shown: bool
    name: str = ""  # empty for viewers who may not see it
    spoken_for: tuple[str, str] = ("", "")  # name and relation of the person they speak for; see `name`
    beside: ToldPart | None = None
    news: str = ""  # how the reporter gets news, if not by SMS


def reporter_parts(
    by: Actor, case: CaseFacts, reports: Sequence[ReportFacts], shown: tuple[int, str] | None
) -> list[ReporterPart]:
    """Return a row for each report, oldest first; `shown` is the id of a report and its phone, just requested."""
    may_look, beside = may_see_phone(by, visibility_of(case)), told_parts(case.pk, reports)
    rows, ways = [], reached_by(one for one in reports if not one.citizen_id or one.channel in _WITH_CHAT)
    for report in reports:
        is_shown = shown is not None and shown[0] == report.pk
        citizen = report.citizen if report.citizen and not is_erased(report.citizen.phone) else None
        phone = shown[1] if shown and is_shown else mask_phone(citizen.phone) if citizen else ""
        rows.append(
            ReporterPart(
                report,
                phone,
                may_look and citizen is not None and not is_shown,
                is_shown,
                _name_of(report) if may_look else "",
                (report.spoken_for_name if may_look else "", report.spoken_for_relation),
                beside.get(report.code),
                _news_by(ways.get(report.pk)),
            )
        )
    return rows


def _name_of(report: ReportFacts) -> str:
    if report.citizen and is_erased(report.citizen.phone):
        return _("Name and number are erased")
    if report.citizen:
        return str(report.citizen.name) or _("Without a name")
    return str(report.reporter_name) or _("Anonymous")


def _news_by(channel: str | None) -> str:
    news = Channel.of(channel).news if channel else None
    return news.in_language(language()) if news else ""
