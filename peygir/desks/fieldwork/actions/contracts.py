"""Contractors and contracts: made and changed by who leads the unit, with every change in the contract's history."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.fieldwork.actions.money import own_currency
from peygir.desks.fieldwork.cost_permissions import may_decide_costs
from peygir.desks.fieldwork.models import Contract, Contractor, WorkOrder
from peygir.desks.fieldwork.penalty_rules import read_rules
from peygir.history.actions import record
from peygir.history.kinds.costs import ContractKept
from peygir.people.actions import NotYourWork
from peygir.people.actions.interests import refuse_interested
from peygir.people.permissions import Permission
from peygir.people.rules import Actor

CONTRACTOR_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
MOST_PROMISED_DAYS: Final = 1000
_KEPT: Final = ("number", "from_on", "to_on", "promised_days", "topics", "districts", "rules")


class NoSuchContract(Missing):
    """There is no such contract, or it is not for the actor to know of."""

    message = _("There is no such contract.")


class ContractorIsNotRight(Invalid):
    """The contractor's code or name is missing or too long."""

    message = _("A contractor needs a code (letters, digits, dot and dash) and a name of at most 120 characters.")


class ContractIsNotRight(Invalid):
    """A value of a contract is missing or impossible."""

    message = _(
        "A contract needs a number of at most 40 characters, its first and last day in order, and, if it promises "
        "days, 1 to {most} of them."
    )


class ContractNumberIsTaken(Conflict):
    """The contractor has a contract with this number."""

    message = _("This contractor has a contract with the number “{number}” already.")


class TopicOrDistrictOfContract(Invalid):
    """A contract names a topic or a district that is not in force."""

    message = _("Choose topics and districts that are in force.")


class DaysLeaveOrdersOut(Conflict):
    """The new days of a contract leave out orders that were given to it."""

    message = _("Orders were given to this contract outside these days.")


@dataclass(frozen=True, slots=True)
class ContractTerms:
    """What a contract says; `rules` as `penalty_rules.read_rules` takes them, no topics or districts: all."""

    number: str
    from_on: date
    to_on: date
    promised_days: int | None = None
    topics: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    rules: Sequence[Mapping[str, Any]] = ()


def keep_contractor(
    city_id: int, *, code: str, name: str, national_id: str = "", contact: str = "", is_active: bool = True, by: Actor
) -> int:
    """Make a contractor, or change the one with this code; returns its id.

    Raises NotYourWork, OwnInterest, ContractorIsNotRight.
    """
    if not (by.is_system or by.may(Permission.LEAD_UNIT) or by.may(Permission.ADMINISTER)):
        raise NotYourWork()
    refuse_interested(by, contractor=code)
    texts = {"name": plain(name), "national_id": plain(national_id), "contact": plain(contact)}
    limits = {"name": 120, "national_id": 20, "contact": 200}
    is_short = all(len(text) <= limits[field] for field, text in texts.items())
    if not (CONTRACTOR_CODE.fullmatch(code) and says_something(name) and is_short):
        raise ContractorIsNotRight()
    row, _made = Contractor.objects.update_or_create(
        city_id=city_id, code=code, defaults={**texts, "is_active": is_active}
    )
    return int(row.pk)


def make_contract(contractor_id: int, unit_id: int, terms: ContractTerms, *, by: Actor) -> int:
    """Make a contract of a contractor for a unit; returns its id.

    Raises NotYourWork, NoSuchContract, OwnInterest, ContractIsNotRight, ContractNumberIsTaken,
    TopicOrDistrictOfContract and PenaltyRuleIsWrong.
    """
    if not may_decide_costs(by, unit_id):
        raise NotYourWork()
    with transaction.atomic():
        contractor = Contractor.objects.select_for_update(no_key=True).filter(pk=contractor_id).first()
        if contractor is None:
            raise NoSuchContract()
        refuse_interested(by, contractor=contractor.code)
        values = _checked(contractor.city_id, terms)
        _refuse_taken(contractor.pk, terms.number, but=None)
        contract = Contract(contractor=contractor, unit_id=unit_id, currency=own_currency(terms.from_on), **values)
        contract.save(force_insert=True)
        record(contract, ContractKept(fields=sorted(_KEPT)), by=str(by), at=clock.now())
    return int(contract.pk)


def change_contract(contract_id: int, terms: ContractTerms, *, by: Actor) -> Collection[str]:
    """Change what a contract says; returns the names of the changed fields, none if nothing differs.

    What was proposed, decided and paid stays as it is. Raises NotYourWork, NoSuchContract, OwnInterest,
    ContractIsNotRight, ContractNumberIsTaken, TopicOrDistrictOfContract, PenaltyRuleIsWrong, DaysLeaveOrdersOut.
    """
    with transaction.atomic():
        rows = Contract.objects.select_for_update(no_key=True, of=("self",)).select_related("contractor")
        contract = rows.filter(pk=contract_id).first()
        if contract is None:
            raise NoSuchContract()
        if not may_decide_costs(by, contract.unit_id):
            raise NotYourWork()
        refuse_interested(by, contractor=contract.contractor.code)
        values = _checked(contract.contractor.city_id, terms)
        _refuse_taken(contract.contractor_id, terms.number, but=contract.pk)
        changed = sorted(name for name, value in values.items() if getattr(contract, name) != value)
        if {"from_on", "to_on"} & set(changed):
            orders = WorkOrder.objects.filter(contract=contract, planned_on__isnull=False)
            if orders.exclude(planned_on__range=(terms.from_on, terms.to_on)).exists():
                raise DaysLeaveOrdersOut()
        if changed:
            for name in changed:
                setattr(contract, name, values[name])
            contract.version += 1
            event = ContractKept(fields=changed)
            record(contract, event, by=str(by), at=clock.now(), write=[*changed, "version"])
    return changed


def _checked(city_id: int, terms: ContractTerms) -> dict[str, Any]:
    number, days = plain(terms.number), terms.promised_days
    is_right = says_something(number) and len(number) <= 40 and terms.from_on <= terms.to_on
    if not is_right or (days is not None and not 1 <= days <= MOST_PROMISED_DAYS):
        raise ContractIsNotRight(most=MOST_PROMISED_DAYS)
    topics = {topic.code for topic in city.topics(city_id)}
    districts = {district.code for district in city.districts(city_id, on=city.day_of(city_id, clock.now()))}
    if not (set(terms.topics) <= topics and set(terms.districts) <= districts):
        raise TopicOrDistrictOfContract()
    return {
        "number": number,
        "from_on": terms.from_on,
        "to_on": terms.to_on,
        "promised_days": days,
        "topics": sorted(set(terms.topics)),
        "districts": sorted(set(terms.districts)),
        "rules": [rule.content() for rule in read_rules(terms.rules)],
    }


def _refuse_taken(contractor_id: int, number: str, *, but: int | None) -> None:
    taken = Contract.objects.filter(contractor_id=contractor_id, number=plain(number)).exclude(pk=but or 0)
    if taken.exists():
        raise ContractNumberIsTaken(number=plain(number))
