"""Writes an edition, proposes it, and freezes it by a second person before its first day."""

from typing import Final

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.catalogue import EventData
from peygir.history.kinds.honours import EditionFrozen, EditionKept, EditionProposed, EditionRefused
from peygir.outlook.honours.models import HonourEdition
from peygir.outlook.honours.rules import EditionTerms, checked_terms
from peygir.outlook.honours.states import CHANGEABLE, EditionState
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import Actor

_TERMS: Final = ("year", "title_fa", "title_en", "from_on", "to_on", "places")


class NoSuchEdition(Missing):
    """There is no edition with this number."""

    message = _("There is no such edition of the honours.")


class EditionIsFrozen(Conflict):
    """The rules are frozen: nothing of them changes any more."""

    message = _("The rules of this edition are frozen; they do not change any more.")


class EditionIsNotProposed(Conflict):
    """A second person decides about proposed rules alone, and exactly those that they read."""

    message = _("These rules are not proposed any more, or were changed meanwhile. Please read them again.")


class EditionHasBegun(Conflict):
    """Rules are frozen before the first day, or not at all."""

    message = _("The edition has begun: its rules cannot be frozen any more. Choose a later first day.")


class YearHasAnEdition(Conflict):
    """There is one edition in a year."""

    message = _("This year has an edition already.")


class EditionNeedsSecondPerson(NotAllowed):
    """Who proposed the rules cannot confirm them."""

    message = _("The rules are confirmed by a second person, not by the one who proposed them.")


@transaction.atomic
def make_edition(city_id: int, terms: EditionTerms, *, by: Actor) -> int:
    """Make the edition of a year, as a draft; returns its id.

    Raises NotYourWork, EditionIsNotRight, CategoriesAreNotRight, YearHasAnEdition.
    """
    refuse_without(Permission.PREPARE_HONOURS, by)
    terms, now = checked_terms(terms), clock.now()
    _refuse_taken_year(city_id, terms.year)
    edition = HonourEdition(city_id=city_id, made_at=now)
    _write(edition, terms)
    edition.save(force_insert=True)
    record(edition, _kept(edition), by=str(by), at=now)
    return int(edition.pk)


@transaction.atomic
def change_edition(edition_id: int, terms: EditionTerms, *, by: Actor) -> None:
    """Change an edition whose rules are not frozen; a proposal ends by that.

    Raises NotYourWork, NoSuchEdition, EditionIsFrozen, EditionIsNotRight, CategoriesAreNotRight, YearHasAnEdition.
    """
    edition = open_edition(edition_id, Permission.PREPARE_HONOURS, by)
    _refuse_frozen(edition)
    terms = checked_terms(terms)
    if terms.year != edition.year:
        _refuse_taken_year(edition.city_id, terms.year)
    _write(edition, terms)
    edition.version += 1
    edition.state, edition.proposed_by_id = EditionState.DRAFT.value, None
    names = [*_TERMS, "rules", "categories", "version", "state", "proposed_by"]
    record(edition, _kept(edition), by=str(by), at=clock.now(), write=names)


@transaction.atomic
def propose_edition(edition_id: int, *, by: Actor) -> None:
    """Propose the rules as they are, for a second person. Raises NotYourWork, NoSuchEdition, EditionIsFrozen."""
    edition = open_edition(edition_id, Permission.PREPARE_HONOURS, by)
    _refuse_frozen(edition)
    _refuse_late(edition)
    edition.state, edition.proposed_by_id = EditionState.PROPOSED.value, by.id
    event = EditionProposed(edition_version=edition.version)
    record(edition, event, by=str(by), at=clock.now(), write=["state", "proposed_by"])


@transaction.atomic
def freeze_edition(edition_id: int, *, version: int, by: Actor) -> None:
    """Confirm, as the second person, the proposed rules in the version that was read, before their first day.

    Raises NotYourWork, NoSuchEdition, EditionIsFrozen, EditionIsNotProposed, EditionNeedsSecondPerson, EditionHasBegun.
    """
    edition, now = _proposed(edition_id, version, by), clock.now()
    _refuse_late(edition)
    edition.state, edition.frozen_by_id, edition.frozen_at = EditionState.FROZEN.value, by.id, now
    event = EditionFrozen(edition_version=edition.version, proposer=edition.proposed_by_id or 0)
    record(edition, event, by=str(by), at=now, write=["state", "frozen_by", "frozen_at"])


@transaction.atomic
def refuse_edition(edition_id: int, *, version: int, by: Actor) -> None:
    """Refuse the proposed rules as the second person: they are a draft again.

    Raises NotYourWork, NoSuchEdition, EditionIsFrozen, EditionIsNotProposed, EditionNeedsSecondPerson.
    """
    edition = _proposed(edition_id, version, by)
    edition.state, edition.proposed_by_id = EditionState.DRAFT.value, None
    event = EditionRefused(edition_version=edition.version)
    record(edition, event, by=str(by), at=clock.now(), write=["state", "proposed_by"])


def refuse_without(permission: Permission, by: Actor) -> None:
    """Raise NotYourWork for whoever has not this permission."""
    if not by.may(permission):
        raise NotYourWork()


def open_edition(edition_id: int, permission: Permission, by: Actor) -> HonourEdition:
    """Return the locked edition. Raises NotYourWork, NoSuchEdition."""
    refuse_without(permission, by)
    edition = HonourEdition.objects.select_for_update().filter(pk=edition_id).first()
    if edition is None:
        raise NoSuchEdition()
    return edition


def record_in(edition: HonourEdition, event: EventData, *, by: Actor | str, write: list[str] | None = None) -> None:
    """Record an event of a locked edition, with its changed fields, at the present moment."""
    record(edition, event, by=str(by), at=clock.now(), write=write or ())


def _proposed(edition_id: int, version: int, by: Actor) -> HonourEdition:
    edition = open_edition(edition_id, Permission.DECIDE_HONOURS, by)
    _refuse_frozen(edition)
    if edition.state != EditionState.PROPOSED or edition.version != version:
        raise EditionIsNotProposed()
    if edition.proposed_by_id == by.id:
        raise EditionNeedsSecondPerson()
    return edition


def _refuse_frozen(edition: HonourEdition) -> None:
    if edition.state not in CHANGEABLE:
        raise EditionIsFrozen()


def _refuse_late(edition: HonourEdition) -> None:
    if city.day_of(edition.city_id, clock.now()) >= edition.from_on:
        raise EditionHasBegun()


def _refuse_taken_year(city_id: int, year: int) -> None:
    if HonourEdition.objects.filter(city_id=city_id, year=year).exists():
        raise YearHasAnEdition()


def _write(edition: HonourEdition, terms: EditionTerms) -> None:
    for name in _TERMS:
        setattr(edition, name, getattr(terms, name))
    edition.rules = terms.rules.as_json()
    edition.categories = [category.as_json() for category in terms.categories]


def _kept(edition: HonourEdition) -> EditionKept:
    return EditionKept(
        edition_version=edition.version,
        year=edition.year,
        from_on=edition.from_on.isoformat(),
        to_on=edition.to_on.isoformat(),
        places=edition.places,
        rules=edition.rules,
        categories=[category["code"] for category in edition.categories],
    )
