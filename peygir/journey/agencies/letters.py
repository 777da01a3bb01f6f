"""Letters about agencies: late referrals to the governor's office («فهرست استانداری»), and the figures of a month."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from peygir.city import queries as city
from peygir.city.facts import AgencyFacts
from peygir.core import clock
from peygir.core.jalali import format_day_short, jalali_months, to_jalali
from peygir.core.persian import fa_digits
from peygir.core.translation import Text, pgettext_lazy
from peygir.core.translation import gettext_lazy as _
from peygir.desks.letters.letter_states import LetterWay
from peygir.desks.letters.queries import letter_terms
from peygir.desks.letters.rules import LONGEST_SUBJECT, LetterDraft, LetterTable
from peygir.desks.partners import agency_queries
from peygir.desks.partners.actions.agency_months import keep_agency_month
from peygir.desks.partners.actions.agency_requests import escalate_request, still_escalates
from peygir.desks.partners.agency_facts import AgencyFigures, AgencyRequestLine
from peygir.desks.partners.agency_months import agencies_with_terms, figures_of, letter_of_month, month_before
from peygir.journey.agencies.post import city_language
from peygir.journey.letters.sending import write_letter
from peygir.people.rules import CLOCK

ANSWER_DAYS: Final = 14
"""Calendar days in which an answer of the governor's office is expected."""
_HEADINGS: Final = (
    pgettext_lazy("column of a letter", "Code"),
    pgettext_lazy("column of a letter", "Topic"),
    pgettext_lazy("column of a letter", "Place"),
    pgettext_lazy("column of a letter", "Told on"),
    pgettext_lazy("column of a letter", "Days"),
)
_WIDTHS: Final = (0.2, 0.28, 0.22, 0.18, 0.12)
_LATE: Final = _(
    "These {count} reports of citizens were referred to {agency}; the answer is overdue although the agency was "
    "reminded. The list is attached. We ask the governor's office to see to an answer, and to let us know of it under "
    "the number of this letter."
)
_MONTH: Final = _(
    "In {month}, {sent} reports of citizens were referred to {agency} by the 137 centre. What became of them until "
    "{today} stands below. Reports that still wait for an answer are in the attached list. Thank you for the work "
    "done; please answer what is open, by the links in our mails or in your agency's portal."
)
FIGURES: Final[tuple[tuple[str, Text], ...]] = (
    ("sent", _("Referred")),
    ("confirm_kept", _("Receipt confirmed in time")),
    ("answered", _("Answered")),
    ("answer_kept", _("Answered in time")),
    ("median", _("Median of the days until the answer")),
    ("refused", _("Refused as not theirs")),
    ("taken_back", _("Taken back by the city")),
    ("open", _("Still open")),
    ("escalated", _("On the list of the governor's office")),
)
"""What the letter of a month and the centre's page say, in their order."""


def escalate(agency_id: int, request_ids: Sequence[int], now: datetime) -> str:
    """Write one letter with these referrals to the governor's office; returns its number, "" if all were settled.

    In one transaction: each is looked at again under its case's lock, so that two clock processes write one letter.
    """
    with transaction.atomic():
        late = [one for one in sorted(request_ids) if still_escalates(one, now)]
        agency = city.agency(agency_id)
        if not late or agency is None:
            return ""
        language, today = city_language(), city.day_of(agency.city_id, now)
        terms = letter_terms(agency.city_id, language)
        name = city.names_of(agency)
        draft = LetterDraft(
            party=terms.governor,
            subject=_("Reports of citizens that wait for {agency}", agency=name).in_language(language)[
                :LONGEST_SUBJECT
            ],
            body=_LATE.filled({"count": _number(len(late), language), "agency": name}).in_language(language),
            dated_on=today,
            way=terms.governor_way,
            address=terms.governor_address,
            due_on=today + timedelta(days=ANSWER_DAYS),
            agency_id=agency_id,
            tables=(table_of(agency_queries.lines_of(late), today, language),),
        )
        letter = write_letter(agency.city_id, draft, may_wait=True, by=CLOCK)  # nobody is here to choose another way
        for request_id in late:
            escalate_request(request_id, letter=letter.number, now=now)
        return letter.number


def write_month_letters(now: datetime) -> int:
    """Write the letter of the last Jalali month to each agency that is told by mail, once; returns how many.

    An agency to which nothing was referred in the month, and with which nothing of it or earlier is open, gets none.
    """
    count = 0
    for city_facts in city.cities():
        first, until = month_before(city.day_of(city_facts.id, now))
        for agency_id in agencies_with_terms(city_facts.id):
            if not letter_of_month(agency_id, first):
                count += bool(write_month_letter(agency_id, first, until))
    return count


def write_month_letter(agency_id: int, first: date, until: date) -> str:
    """Write the letter of one month to one agency; returns its number, "" if there is nothing to say."""
    agency, terms = city.agency(agency_id), agency_queries.terms_of(agency_id)
    if agency is None or terms is None:
        return ""
    figures = figures_of(agency_id, first=first, until=until)
    waiting = [
        referral
        for referral in agency_queries.waiting_of(agency_id)
        if city.day_of(agency.city_id, referral.sent_at) < until
    ]
    if not (figures.sent or waiting):
        return ""
    language = city_language()
    with transaction.atomic():
        draft = _draft_of_month(agency, figures, waiting, first, email=terms.email, language=language)
        letter = write_letter(agency.city_id, draft, by=CLOCK)
        keep_agency_month(agency_id, first=first, figures=figures, letter=letter.number, by=CLOCK)
    return letter.number


def _draft_of_month(
    agency: AgencyFacts,
    figures: AgencyFigures,
    waiting: Sequence[AgencyRequestLine],
    first: date,
    *,
    email: str,
    language: str,
) -> LetterDraft:
    today, month = city.day_of(agency.city_id, clock.now()), month_words(first, language)
    name = city.names_of(agency)
    body = _MONTH.filled(
        {
            "month": month,
            "sent": _number(figures.sent, language),
            "agency": name,
            "today": format_day_short(today, language),
        }
    )
    return LetterDraft(
        party=name.in_language(language),
        subject=_("Reports of citizens in {month}", month=month).in_language(language),
        body=body.in_language(language),
        dated_on=today,
        way=LetterWay.MAIL,
        address=email,
        agency_id=agency.id,
        figures=tuple((label.in_language(language), text) for label, text in figure_rows(figures, language)),
        tables=(table_of(waiting, today, language),) if waiting else (),
    )


def figure_rows(figures: AgencyFigures, language: str) -> list[tuple[Text, str]]:
    """The figures as (label, text): counts, and where a term was set, of how many."""
    of_due = {"confirm_kept": figures.confirm_due, "answer_kept": figures.answer_due}
    rows = []
    for name, label in FIGURES:
        if name == "median":
            median = figures.median_days
            text = "—" if median is None else _number(median, language)
        elif name in of_due:
            values = {"count": _number(getattr(figures, name), language), "all": _number(of_due[name], language)}
            text = _("{count} of {all}").filled(values).in_language(language) if of_due[name] else "—"
        else:
            text = _number(getattr(figures, name), language)
        rows.append((label, text))
    return rows


def table_of(lines: Sequence[AgencyRequestLine], today: date, language: str) -> LetterTable:
    """The page of a letter that lists referrals: code, topic, neighbourhood, day, days since; nothing of a person."""
    rows = []
    for referral in lines:
        place = referral.neighbourhood or referral.district
        told_on = city.day_of(referral.agency.city_id, referral.sent_at)
        rows.append(
            (
                _number(referral.case_code, language),
                city.names_of(referral.topic).in_language(language) if referral.topic else "—",
                city.names_of(place).in_language(language) if place else "—",
                format_day_short(told_on, language),
                _number((today - told_on).days, language),
            )
        )
    title = _("Reports that wait for an answer").in_language(language)
    return LetterTable(title, tuple(each.in_language(language) for each in _HEADINGS), tuple(rows), _WIDTHS)


def month_words(first: date, language: str) -> str:
    """A Jalali month in words: «آبان ۱۴۰۵»."""
    here = to_jalali(first)
    return f"{jalali_months(language)[here.month - 1]} {_number(here.year, language)}"


def _number(value: float | str, language: str) -> str:
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return fa_digits(text) if language == "fa" else text
