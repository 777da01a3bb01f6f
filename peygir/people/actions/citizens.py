"""Finding or making a citizen, making two one, and leaving one in peace."""

from datetime import datetime

from django.db import connection, transaction

from peygir.core import clock
from peygir.core.persian import search_key
from peygir.core.phones import normalise_phone
from peygir.core.refusals import Invalid, Missing
from peygir.core.words import plain
from peygir.history.actions import record
from peygir.people.actions.staff import NotYourWork
from peygir.people.models import Citizen
from peygir.people.rules import Actor, may_manage_people


class CitizensAreTheSame(Invalid):
    """Merging a citizen with itself or with one merged already."""

    fa = "این دو نفر پیش از این یکی شده‌اند."
    en = "These two are one citizen already."


class NoSuchCitizen(Missing):
    """There is no citizen of this id."""

    fa = "چنین شهروندی ثبت نشده است."
    en = "There is no such citizen."


def find_or_make_citizen(phone: str, *, name: str = "", email: str = "", language: str = "fa", at: datetime) -> int:
    """The id of the citizen with this phone (any spelling) and name, made if new; follows merges.

    One statement, safe when two doors do it at once. Raises PhoneIsNotValid.
    """
    key = search_key(name)[:120]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO people_citizen
                (phone, name, name_key, email, language, is_silent, created_at, event_count, event_head)
            VALUES (%s, %s, %s, %s, %s, false, %s, 0, '')
            ON CONFLICT (phone, name_key) DO UPDATE
                SET email = COALESCE(NULLIF(EXCLUDED.email, ''), people_citizen.email)
            RETURNING COALESCE(merged_into_id, id)
            """,
            [normalise_phone(phone), plain(name)[:120], key, email, language, at],
        )
        return int(cursor.fetchone()[0])


@transaction.atomic
def merge_citizens(kept: int, *, gone: int, by: Actor) -> None:
    """Make two citizens one: `gone` points to `kept` from now on; both stay readable in history.

    Raises NotYourWork, NoSuchCitizen, CitizensAreTheSame.
    """
    if not may_manage_people(by):
        raise NotYourWork()
    # No key is changed: a report that points at one of the two need not wait for us while we wait for it.
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
        record(older, "citizen_merged", by=str(by), at=now, data={"into": kept}, write=["merged_into"])
    rows[gone].merged_into_id = kept
    record(rows[gone], "citizen_merged", by=str(by), at=now, data={"into": kept}, write=["merged_into"])
    record(rows[kept], "citizen_joined", by=str(by), at=now, data={"from": gone})


@transaction.atomic
def silence_citizen(citizen_id: int, *, is_silent: bool, by: Actor) -> None:
    """Send this citizen no more (or again) messages of our own accord. Raises NoSuchCitizen."""
    citizen = Citizen.objects.select_for_update(no_key=True).filter(pk=citizen_id).first()
    if citizen is None:
        raise NoSuchCitizen()
    citizen.is_silent = is_silent
    kind = "citizen_silenced" if is_silent else "citizen_unsilenced"
    record(citizen, kind, by=str(by), at=clock.now(), data={}, write=["is_silent"])


@transaction.atomic
def silence_phone(phone: str, *, is_silent: bool) -> None:
    """Whoever proved a phone wants no messages of our own accord, or wants them again; all citizens on it."""
    rows = Citizen.objects.filter(phone=phone).order_by("pk").values_list("merged_into_id", "pk")
    for citizen_id in sorted({kept or own for kept, own in rows}):
        silence_citizen(citizen_id, is_silent=is_silent, by=Actor("citizen", citizen_id))
