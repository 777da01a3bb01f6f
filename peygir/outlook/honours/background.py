"""Reads what the flags of candidates are made from: names, numbers, addresses, shared incidents, and staff's own."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Final

from peygir.cases.models import Report
from peygir.centre.contacts.models import CallerMark
from peygir.core.persian import search_key
from peygir.desks.inquiries.models import MorningBrief
from peygir.outlook.honours.gathering import days_between
from peygir.outlook.honours.usefulness import Usefulness
from peygir.outlook.honours.vetting_rules import VettedPerson
from peygir.people.models import Citizen, Staff

SHORTEST_ADDRESS: Final = 12
"""Characters of an address that says more than a street."""


def known_of_staff() -> tuple[frozenset[str], frozenset[str]]:
    """Return the phones of staff that the system knows, and the names of all accounts in use."""
    phones = frozenset(MorningBrief.objects.exclude(phone="").values_list("phone", flat=True))
    rows = Staff.objects.filter(is_active=True).values_list("name_fa", "name_en")
    return phones, frozenset(name for row in rows for name in row if name)


def vetted_people(city_id: int, scores: Mapping[int, Usefulness], *, from_on: date, to_on: date) -> list[VettedPerson]:
    """Return what is known of these citizens (ids) for the flags; five statements."""
    citizens = {row.pk: row for row in Citizen.objects.filter(pk__in=scores)}
    persons = {pk: pk for pk in citizens}
    for pk, person in Citizen.objects.filter(merged_into__in=scores).values_list("pk", "merged_into"):
        persons[pk] = person or pk
    addresses, incidents = _reported(persons, city_id, from_on, to_on)
    checkers = {score.checker for score in scores.values()} - {0}
    names = dict(Staff.objects.filter(pk__in=checkers).values_list("pk", "name_fa"))
    phones = {row.phone for row in citizens.values()}
    marks = CallerMark.objects.filter(city_id=city_id, kind="prank", state="confirmed", phone__in=phones)
    pranks = set(marks.values_list("phone", flat=True))
    return [
        VettedPerson(
            key=person,
            name=citizens[person].name,
            phone=citizens[person].phone,
            addresses=frozenset(addresses[person]),
            incidents=frozenset(incidents[person]),
            confirmed=score.confirmed,
            untrue=score.checked - score.confirmed,
            one_checker=score.one_checker,
            checker_name=names.get(score.checker, ""),
            is_marked=citizens[person].phone in pranks,
        )
        for person, score in scores.items()
    ]


def _reported(
    people: Mapping[int, int], city_id: int, from_on: date, to_on: date
) -> tuple[dict[int, set[str]], dict[int, set[int]]]:
    """The addresses and the cases of each person's reports; `people` gives the person of each citizen's id."""
    since, until = days_between(city_id, from_on, to_on)
    rows = Report.objects.filter(
        citizen_id__in=people, case__city_id=city_id, received_at__gte=since, received_at__lt=until
    ).values_list("citizen_id", "case_id", "address")
    addresses: dict[int, set[str]] = defaultdict(set)
    incidents: dict[int, set[int]] = defaultdict(set)
    for citizen_id, case_id, address in rows:
        person = people[citizen_id or 0]
        incidents[person].add(case_id)
        if len(address) >= SHORTEST_ADDRESS:
            addresses[person].add(search_key(address))
    return addresses, incidents
