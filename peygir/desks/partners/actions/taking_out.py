"""Exports of case lists: recorded before the first byte, with the person, the form and the filters."""

from collections.abc import Mapping
from typing import Final

from django.db import transaction

from peygir.core import clock
from peygir.desks.partners.actions.webhooks import _city
from peygir.history.actions import record
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.partners import CasesExported
from peygir.people.actions import count_use
from peygir.people.rules import Actor

MOST: Final = 60
WINDOW: Final = 3600  # seconds


def take_out(form: str, *, filters: Mapping[str, str], by: Actor, key: str = "", has_words: bool = False) -> None:
    """Record an export; `key`: the name of the system that requests it for its person.

    `has_words`: with the reporters' texts unmasked. Raises AskedTooOften.
    """
    count_use("export", str(by), MOST, WINDOW)
    with transaction.atomic():
        event = CasesExported(
            form=form,
            filters={name: value[:80] for name, value in filters.items() if value},
            key=key,
            words="whole" if has_words else ABSENT,
        )
        record(_city(), event, by=str(by), at=clock.now())
