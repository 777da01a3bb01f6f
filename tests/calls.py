"""Calls as the exchange tells of them, step by step, for tests."""

from peygir.centre.contacts import actions
from peygir.centre.contacts.models import Contact
from peygir.history.queries import timeline
from tests.town import Town, TownClock

NUMBER = "09170000007"  # PHONES[7]


def rung(town: Town, clock: TownClock, key: str = "100.1", caller: str = NUMBER) -> int:
    """A call that rings and waits."""
    contact = actions.ring_call(town.city_id, key, at=clock(), caller=caller, pbx_line="137")
    actions.join_queue(key, queue="137", at=clock())
    return contact


def answered(town: Town, clock: TownClock, key: str = "100.1", extension: str = "101", caller: str = NUMBER) -> int:
    """A call that was taken after ten seconds."""
    contact = rung(town, clock, key, caller)
    clock.forward(seconds=10)
    actions.answer_call(key, uniqueid=f"{key}-a", extension=extension, at=clock())
    return contact


def over(town: Town, clock: TownClock, key: str = "100.1", caller: str = NUMBER) -> int:
    """A call of a minute that is over and waits for its outcome."""
    contact = answered(town, clock, key, caller=caller)
    clock.forward(seconds=60)
    actions.end_call(key, at=clock())
    return contact


def row(contact: int) -> Contact:
    """It, fresh from the database."""
    return Contact.objects.get(pk=contact)


def kinds(contact: int) -> list[str]:
    """What happened to it."""
    return [line.kind for line in timeline("contact", contact)]
