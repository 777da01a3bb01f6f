"""Keeps the progress of a night's erasure, erases citizens' numbers, and deletes expired codes."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from peygir.city.models import City
from peygir.history.actions import record
from peygir.history.kinds.people import CitizenErased
from peygir.history.kinds.privacy import RetentionRunEnded
from peygir.people.models import Citizen, CitizenSession, LookObjection, OneTimeCode, RetentionRun
from peygir.people.privacy_rules import is_erased, nobodys_number
from peygir.people.rules import Actor


def open_run(city_id: int, *, day: date, at: datetime) -> RetentionRun:
    """The run of a day, begun if it is not there; an interrupted one goes on where it was."""
    return RetentionRun.objects.get_or_create(city_id=city_id, day=day, defaults={"begun_at": at})[0]


def keep_progress(run_id: int, *, kind: str, after: int, erased: Mapping[str, int], held: Mapping[str, int]) -> None:
    """Add what a batch erased and held, and keep where the next one begins; call it in the batch's transaction."""
    run = RetentionRun.objects.select_for_update().get(pk=run_id)
    for total, more in ((run.erased, erased), (run.held, held)):
        for name, count in more.items():
            if count:
                total[name] = total.get(name, 0) + count
    run.kind, run.after = kind, after
    run.save(update_fields=["erased", "held", "kind", "after"])


@transaction.atomic
def end_run(run_id: int, *, by: Actor, at: datetime) -> None:
    """End a run and record its report in the city's history; idempotent."""
    run = RetentionRun.objects.select_for_update().get(pk=run_id)
    if run.ended_at is not None:
        return
    run.ended_at = at
    run.save(update_fields=["ended_at"])
    city = City.objects.select_for_update(no_key=True).get(pk=run.city_id)
    event = RetentionRunEnded(day=run.day.isoformat(), erased=run.erased, held=run.held)
    record(city, event, by=str(by), at=at)


def erase_citizen(citizen_id: int, *, by: Actor, at: datetime, request: int = 0) -> bool:
    """Erase a citizen's number, name and address, and end their sessions; False if that was done before.

    The row stays for the history, with a number that belongs to nobody. Call it inside a transaction.
    """
    citizen = Citizen.objects.select_for_update(no_key=True).get(pk=citizen_id)
    if is_erased(citizen.phone):
        return False
    former = citizen.phone
    citizen.phone, citizen.name, citizen.name_key, citizen.email = nobodys_number(citizen.pk), "", "", ""
    citizen.is_silent = True
    fields = ["phone", "name", "name_key", "email", "is_silent"]
    record(citizen, CitizenErased(request=request), by=str(by), at=at, write=fields)
    LookObjection.objects.filter(citizen=citizen).update(words="", answer="")
    if not Citizen.objects.filter(phone=former).exists():
        CitizenSession.objects.filter(phone=former).delete()
        OneTimeCode.objects.filter(phone=former).delete()
    return True


def forget_old_codes(*, before: datetime) -> int:
    """Delete one-time codes that expired before a moment; returns how many."""
    return OneTimeCode.objects.filter(expires_at__lt=before).delete()[0]
