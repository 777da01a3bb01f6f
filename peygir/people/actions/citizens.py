"""Finds or makes citizens, merges two, and stops messages to one."""

from datetime import datetime
from typing import Final

from django.db import connection, transaction

from peygir.core import clock
from peygir.core.persian import search_key
from peygir.core.phones import normalise_phone
from peygir.core.refusals import Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.history.actions import record
from peygir.history.kinds.people import CitizenJoined, CitizenMerged, CitizenSilenced, CitizenUnsilenced
from peygir.people.actions.staff import NotYourWork
from peygir.people.models import Citizen
from peygir.people.rules import Actor, may_manage_people

# RETURNING needs a written row: without proof, an existing one is written unchanged.
_FIND_OR_MAKE: Final = """
    INSERT INTO people_citizen
        (phone, name, name_key, email, language, is_proven, is_silent, created_at, event_count, event_head)
    VALUES (%s, %s, %s, '', %s, %s, COALESCE((
            SELECT bool_and(COALESCE(kept.is_silent, own.is_silent))
            FROM people_citizen own LEFT JOIN people_citizen kept ON kept.id = own.merged_into_id
            WHERE own.phone = %s
        ), false), %s, 0, '')
    ON CONFLICT (phone, name_key) DO UPDATE
        SET name = CASE WHEN EXCLUDED.is_proven THEN EXCLUDED.name ELSE people_citizen.name END,
            is_proven = people_citizen.is_proven OR EXCLUDED.is_proven
    RETURNING COALESCE(merged_into_id, id)
"""


class CitizensAreTheSame(Invalid):
    """The citizens are one already: the same one, or merged before."""

    message = _("These two are one citizen already.")


class NoSuchCitizen(Missing):
    """No citizen has this id."""

    message = _("There is no such citizen.")


def find_or_make_citizen(
    phone: str, *, name: str = "", language: str = "fa", is_proven: bool = False, at: datetime
) -> int:
    """Return the id of the citizen with this phone (any spelling) and name, made if new; follows merges.

    Without `is_proven` somebody only typed the phone: an existing citizen stays unchanged. With it the phone's
    holder speaks, so the name is spelled as they spell it and counts as theirs. A new row on a phone whose
    holder wants no messages gets none either. One statement, safe under concurrency. Raises PhoneIsNotValid.
    """
    key, number = search_key(name)[:120], normalise_phone(phone)
    with connection.cursor() as cursor:
        cursor.execute(_FIND_OR_MAKE, [number, plain(name)[:120], key, language, is_proven, number, at])
        return int(cursor.fetchone()[0])


@transaction.atomic
def merge_citizens(kept: int, *, gone: int, by: Actor) -> None:
    """Merge two citizens: `gone` points to `kept` from now on; both stay readable in history.

    Raises NotYourWork, NoSuchCitizen, CitizensAreTheSame.
    """
    if not may_manage_people(by):
        raise NotYourWork()
    # No key is changed, so a report that references one of the two does not block, which could deadlock.
    rows = {
        row.pk: row for row in Citizen.objects.select_for_update(no_key=True).filter(pk__in=[kept, gone]).order_by("pk")
    }
    if len({kept, gone}) == 2 and len(rows) != 2:
        raise NoSuchCitizen()
    if kept == gone or rows[gone].merged_into_id or rows[kept].merged_into_id:
        raise CitizensAreTheSame()
    now = clock.now()
    for older in Citizen.objects.select_for_update(no_key=True).filter(merged_into=gone).order_by("pk"):
        older.merged_into_id = kept
        record(older, CitizenMerged(into=kept), by=str(by), at=now, write=["merged_into"])
    rows[gone].merged_into_id = kept
    record(rows[gone], CitizenMerged(into=kept), by=str(by), at=now, write=["merged_into"])
    record(rows[kept], CitizenJoined(from_=gone), by=str(by), at=now)


@transaction.atomic
def silence_citizen(citizen_id: int, *, is_silent: bool, by: Actor) -> None:
    """Stop (or resume) unrequested messages to a citizen. Raises NoSuchCitizen."""
    citizen = Citizen.objects.select_for_update(no_key=True).filter(pk=citizen_id).first()
    if citizen is None:
        raise NoSuchCitizen()
    citizen.is_silent = is_silent
    event = CitizenSilenced() if is_silent else CitizenUnsilenced()
    record(citizen, event, by=str(by), at=clock.now(), write=["is_silent"])


@transaction.atomic
def silence_phone(phone: str, *, is_silent: bool) -> None:
    """Stop (or resume) unrequested messages to all citizens of a proven phone."""
    rows = Citizen.objects.filter(phone=phone).order_by("pk").values_list("merged_into_id", "pk")
    for citizen_id in sorted({kept or own for kept, own in rows}):
        silence_citizen(citizen_id, is_silent=is_silent, by=Actor("citizen", citizen_id))
