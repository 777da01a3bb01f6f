"""The sample's honours: one edition of the last months with its candidates, some consents, schools and pupils."""

from datetime import datetime, timedelta
from typing import Final

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.jalali import to_jalali
from peygir.core.persian import fa_digits
from peygir.outlook.honours import actions, pupil_queries, queries
from peygir.outlook.honours.models import HonourCandidate
from peygir.outlook.honours.rules import FIRST_CATEGORIES, EditionTerms
from peygir.outlook.honours.school_rows import SchoolRow
from peygir.outlook.honours.usefulness import UsefulnessRules
from peygir.people.queries import actor_of, staff_by_id, staff_id_of
from peygir.people.rules import Actor

LASTS: Final = timedelta(days=240)
ENDED: Final = timedelta(days=7)
"""The edition's last day lies so long before the end of the sample's year."""
CONSENTS: Final = ("named", "named", "unnamed", "named", "no")
"""The answers of the first candidates; the others have not answered."""
SCHOOLS: Final = (("S-101", "دبستان گلستان"), ("S-102", "دبیرستان حافظ"), ("S-103", "دبستان دخترانهٔ نسیم"))
PUPILS: Final = (("دانش‌آموز نمونهٔ یک", "shahriar", 6), ("دانش‌آموز نمونهٔ دو", "ambassador", 9))


def honour_sample(city_id: int, *, now: datetime) -> None:
    """Freeze the rules before the edition's first day, and find its candidates now; called again, nothing is added."""
    if queries.editions(city_id):
        return
    office, mayor = _person("honours"), _person("mayor")
    begins = city.day_of(city_id, now - ENDED - LASTS)
    year = to_jalali(city.day_of(city_id, now)).year
    terms = EditionTerms(
        year=year,
        title_fa=f"جشنوارهٔ شهریاران {fa_digits(year)} (نمونه)",
        title_en=f"Honours of {year} (sample)",
        from_on=begins,
        to_on=city.day_of(city_id, now - ENDED),
        places=18,
        rules=UsefulnessRules(minimum=0.2),
        categories=FIRST_CATEGORIES,
    )
    before = now - ENDED - LASTS - timedelta(days=5)
    with clock.simulated(lambda: before):
        edition_id = actions.make_edition(city_id, terms, by=office)
        actions.propose_edition(edition_id, by=office)
        actions.freeze_edition(edition_id, version=1, by=mayor)
    with clock.simulated(lambda: now):
        actions.count_candidates(edition_id, by=office)
        rows = HonourCandidate.objects.filter(edition_id=edition_id, citizen__isnull=False).order_by("place")
        for row, answer in zip(rows[: len(CONSENTS)], CONSENTS, strict=False):
            own = [row.citizen_id or 0]
            actions.answer_consent(own[0], answer=answer, is_adult=answer == "named", own=own)
        _pupils(city_id, edition_id, office, now)


def _pupils(city_id: int, edition_id: int, office: Actor, now: datetime) -> None:
    """Add schools of the first districts, and two pupils, one of whom has the guardian's signed form."""
    districts = city.districts(city_id, on=city.day_of(city_id, now))
    for (code, name), district in zip(SCHOOLS, districts, strict=False):
        actions.keep_school(city_id, SchoolRow(code, district.code, name), by=office)
    schools = pupil_queries.schools(city_id)
    for (name, honour, grade), school in zip(PUPILS, schools, strict=False):
        pupil_id = actions.nominate_pupil(
            edition_id,
            school_id=school.id,
            honour=honour,
            nominated_by="school",
            name=name,
            grade=grade,
            guardian_name="",
            guardian_phone="",
            by=office,
        )
        if honour == "shahriar":
            actions.answer_of_guardian(pupil_id, agrees=True, by=office)
            actions.record_task(pupil_id, kind="walk", by=office)


def _person(username: str) -> Actor:
    staff = staff_by_id(staff_id_of(username) or 0)
    assert staff is not None
    return actor_of(staff)
