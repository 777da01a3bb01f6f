"""The sample's agencies: two that are told by mail, what they said of some reports, and the letters about them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings

from lab.sample.inspections import person
from lab.sample.lived import SimulatedTime
from peygir.cases.new_report import NewReport, Reporter
from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.intake.actions import receive_report
from peygir.desks.letters.queries import letter_by_number
from peygir.desks.letters.rules import LetterDraft
from peygir.desks.partners.actions.agency_people import add_agency_person, set_agency_terms
from peygir.desks.partners.agency_rules import DEFAULT_TERMS
from peygir.desks.partners.models import AgencyRequest, AgencyTerms
from peygir.desks.routing.actions import remind_due
from peygir.journey.agencies import deeds
from peygir.journey.agencies.clocks import follow_agencies
from peygir.journey.agencies.deeds import AgencyAccess
from peygir.journey.agencies.letters import write_month_letters
from peygir.journey.letters.sending import register_incoming
from peygir.journey.moments import old_moment
from peygir.people.rules import ANONYMOUS, SYSTEM

LEADER: Final = "supervisor"
POWER, WATER = "A-power", "A-water"
ADDRESSES: Final = {POWER: "137@power.example", WATER: "137@water.example"}
# Days before the end of the year, topic, text, and what the agency did.
REPORTS: Final = (
    (26, "EXT-02", "برق کوچه از دیشب قطع است و کسی جواب نمی‌دهد", "late"),
    (9, "EXT-02", "کابل برق پایین آمده و روی پیاده‌رو افتاده", "answered"),
    (6, "EXT-01", "لولهٔ آب سر کوچه ترکیده و آب هدر می‌رود", "asked"),
    (4, "EXT-01", "آب با فشار از جوی بیرون می‌زند", "refused"),
    (3, "EXT-02", "تیر برق کج شده و خطر افتادن دارد", "confirmed"),
    (1, "EXT-01", "کنتور آب شکسته و آب در پیاده‌رو جاری است", "waiting"),
)
DEEDS: Final[dict[str, Callable[[AgencyAccess], None]]] = {
    "answered": lambda access: deeds.answer(
        access, answer_text="کابل جمع‌آوری و برق وصل شد.", outcome="done", on=city_day()
    ),
    "asked": lambda access: deeds.ask(access, to="centre", question_text="ترکیدگی سمت زوج کوچه است یا فرد؟"),
    "refused": lambda access: deeds.refuse(access, reason="شبکهٔ آب سالم است؛ آب از جوی شهرداری بالا می‌زند."),
    "confirmed": deeds.confirm,
}


def city_day() -> date:
    """The day on which an agency speaks."""
    return city.day_of(city.current_city(settings.CITY).id, clock.now())


def agency_sample(city_id: int, *, now: datetime) -> None:
    """Let two agencies be told by mail, and say something of each report; called again, nothing is added."""
    agency_ids = {agency.code: agency.id for agency in city.agencies(city_id)}
    if AgencyTerms.objects.exists() or not agency_ids.keys() >= ADDRESSES.keys():
        return
    code, time = city.city_by_id(city_id).code, SimulatedTime(now)
    with clock.simulated(time.now), old_moment() as drain:
        time.at = now - timedelta(days=28)
        for agency, email in ADDRESSES.items():
            set_agency_terms(agency_ids[agency], email=email, days=DEFAULT_TERMS, by=person(LEADER))
        add_agency_person(agency_ids[POWER], name="رابط شرکت برق", email="portal@power.example", by=person(LEADER))
        for days, topic, text, became in REPORTS:
            time.at = now - timedelta(days=days)
            _report(code, topic, text)
            drain()
            time.at += timedelta(hours=3)
            if became in DEEDS:
                row = AgencyRequest.objects.latest("pk")
                DEEDS[became](AgencyAccess(row.pk, row.agency_id, "link:0"))
                drain()
        time.at = now
        while follow_agencies(now) + remind_due(now):
            drain()
        write_month_letters(now)
        _answer_of_the_governor(city_id)
        drain()


def _report(code: str, topic: str, text: str) -> None:
    label = next(iter(city.districts(city.current_city(code).id, on=clock.now().date()))).code
    given = NewReport(channel="web", text=text, topic_code=topic, place_label=label, reporter=Reporter())
    receive_report(code, given, by=ANONYMOUS)


def _answer_of_the_governor(city_id: int) -> None:
    """The governor's office has answered the letter about what was late."""
    late = AgencyRequest.objects.exclude(letter="").first()
    if late is None:
        return
    ours = letter_by_number(city_id, late.letter)
    draft = LetterDraft(
        party="استانداری، دفتر امور شهری",
        subject="پیگیری گزارش‌های بی‌پاسخ",
        body="با سلام؛ موضوع به شرکت توزیع نیروی برق ابلاغ شد. نتیجه اعلام خواهد شد.",
        dated_on=city.day_of(city_id, clock.now()),
        other_number="۴۲/۱۱۷۳",
        answers=ours.id if ours is not None else None,
        agency_id=late.agency_id,
    )
    register_incoming(city_id, draft, by=SYSTEM)
