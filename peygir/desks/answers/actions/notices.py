"""Writes notices: for colleagues mentioned in a note, and for those who read an unclear answer."""

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime

from django.db import transaction

from peygir.cases.queries import case_as_it_is
from peygir.cases.rules import visibility_of
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.translation import languages
from peygir.desks.answers.filling import digits_of, values_of, words_in_force
from peygir.desks.answers.links import desk_link
from peygir.desks.answers.models import Message, Notice
from peygir.history.kinds.case_work import CaseInspected, FindingObjected
from peygir.history.models import Event
from peygir.history.queries import event
from peygir.people.channels import Channel
from peygir.people.models import Staff
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names, staff_of_unit, staff_who_see, staff_who_work
from peygir.people.role_cache import roles_that_may
from peygir.people.role_catalogue import leading_roles
from peygir.people.rules import Actor
from peygir.storage.rows import insert


def tell_mentioned(case_id: int, number: int) -> None:
    """Write a notice, and an email, to each person mentioned in a note who may see the case; idempotent."""
    happened = event("case", case_id, number)
    write_notices("mentioned", case_id, happened, happened.data.get("mentions", []))


def tell_of_inquiry(case_id: int, number: int) -> None:
    """Write a notice, and an email, to each person named by an event of a leader's question or order; idempotent."""
    happened = event("case", case_id, number)
    write_notices("inquiry", case_id, happened, happened.data["told"])


def write_notices(kind: str, case_id: int, happened: Event, ids: Collection[int]) -> None:
    """Write the notices of an event, and emails of a kind, to those of these people who may see the case."""
    if not ids:
        return
    case, number = case_as_it_is(case_id), happened.number
    people = staff_who_see(visibility_of(case), ids=ids)
    language = city.city_by_id(case.city_id).language
    language = language if language in languages() else "fa"
    subject, body = words_in_force(kind, language)
    writer = int(happened.by.partition(":")[2] or 0) if happened.by.startswith("staff:") else 0
    values = {
        **values_of(case, language, {}),
        "code": digits_of(language)(case.code),
        "link": desk_link(case.code),
        "name": staff_names({writer}).get(writer, ""),
    }
    now = clock.now()
    with transaction.atomic(savepoint=False):
        for person in people:
            notice = Notice(staff=person, case=case, number=number, by=happened.by, at=happened.at)
            insert(notice, unless_known=True)
            if person.email:
                message = Message(
                    case=case,
                    number=number,
                    kind=kind,
                    channel=Channel.MAIL,
                    address=person.email,
                    subject=subject,
                    body=body.format(**values),
                    created_at=now,
                    next_try_at=now,
                )
                insert(message, unless_known=True)


def tell_unclear(case_id: int, number: int) -> None:
    """Write a notice of an unclear answer to the assignee, the unit's managers, and the centre.

    A repeated delivery writes none.
    """
    happened = event("case", case_id, number)
    case = case_as_it_is(case_id)
    unit = staff_of_unit(case.unit_id) if case.unit_id else []
    leaders = roles_that_may(Permission.LEAD_UNIT)
    ids = {person.pk for person in unit if person.role in leaders or person.pk == case.assignee_id}
    # Who leads the centre, and not who administers the city and may do the same.
    ids |= {person.pk for person in staff_who_work(roles_that_may(Permission.LEAD_CENTRE) & leading_roles())}
    with transaction.atomic(savepoint=False):
        for person in staff_who_see(visibility_of(case), ids=ids):
            notice = Notice(staff=person, case=case, number=number, by=happened.by, at=happened.at)
            insert(notice, unless_known=True)


def tell_of_finding(case_id: int, number: int) -> None:
    """Write a notice of a finding "not fixed", an objection to it or its decision, to those who act on it.

    The unit's managers and the assignee hear of a finding and of a decision, who leads the centre of an objection. A
    repeated delivery writes none.
    """
    happened = event("case", case_id, number)
    if happened.kind == CaseInspected.kind and happened.data["finding"] != "not_fixed":
        return
    case = case_as_it_is(case_id)
    if happened.kind == FindingObjected.kind:
        ids = {person.pk for person in staff_who_work(roles_that_may(Permission.LEAD_CENTRE) & leading_roles())}
    else:
        leaders = roles_that_may(Permission.LEAD_UNIT)
        unit = staff_of_unit(case.unit_id) if case.unit_id else []
        ids = {person.pk for person in unit if person.role in leaders or person.pk == case.assignee_id}
    with transaction.atomic(savepoint=False):
        for person in staff_who_see(visibility_of(case), ids=ids):
            notice = Notice(staff=person, case=case, number=number, by=happened.by, at=happened.at)
            insert(notice, unless_known=True)


def tell_of_file(
    people: Iterable[Staff], *, file: str, file_id: int, happened: Event, write_message: Callable[[Staff], None]
) -> int:
    """Write a notice about a file that is neither a case nor an account to each of these people.

    `write_message` runs for each new one.
    The notice alone shows whether this event was handled, so messages without a case are written in it. A repeated
    delivery writes none. Returns how many were written.
    """
    written = 0
    with transaction.atomic(savepoint=False):
        for person in people:
            notice = Notice(
                staff=person, file=file, file_id=file_id, number=happened.number, by=happened.by, at=happened.at
            )
            if insert(notice, unless_known=True):
                write_message(person)
                written += 1
    return written


def remind(staff_id: int, *, file: str, file_id: int, day: date, at: datetime) -> bool:
    """Write the notice of a day about a file in which nothing happened; False if that day has one already.

    One row for all days, which is unseen again: how often somebody was reminded is kept nowhere. Its number is that of
    the day.
    """
    own = Notice.objects.filter(staff_id=staff_id, file=file, file_id=file_id)
    number = day.toordinal()
    if own.filter(number__lt=number).update(number=number, at=at, seen_at=None):
        return True
    if own.exists():
        return False
    notice = Notice(staff_id=staff_id, file=file, file_id=file_id, number=number, by="system", at=at)
    return insert(notice, unless_known=True)


def end_reminder(staff_id: int, *, file: str, file_id: int, at: datetime) -> None:
    """Take the reminders about a file for seen: there is nothing left to remind of."""
    Notice.objects.filter(staff_id=staff_id, file=file, file_id=file_id, seen_at=None).update(seen_at=at)


def end_other_reminders(keep: Collection[tuple[int, int]], *, file: str, among: Collection[int], at: datetime) -> None:
    """Take the reminders about the files `among` for seen, but those of `keep`: (id of the person, id of the file)."""
    unseen = Notice.objects.filter(file=file, file_id__in=among, seen_at=None).values_list("pk", "staff_id", "file_id")
    over = [pk for pk, staff_id, file_id in unseen if (staff_id, file_id) not in keep]
    Notice.objects.filter(pk__in=over).update(seen_at=at)


def see_notices(*, by: Actor, only: int | None = None) -> None:
    """Mark this person's notices, or one of them, as seen."""
    rows = Notice.objects.filter(staff_id=by.id, seen_at=None)
    if only is not None:
        rows = rows.filter(pk=only)
    rows.update(seen_at=clock.now())


def see_notices_of_file(file: str, file_id: int, *, by: Actor) -> None:
    """Mark this person's notices of one file as seen: its page was opened."""
    Notice.objects.filter(staff_id=by.id, file=file, file_id=file_id, seen_at=None).update(seen_at=clock.now())
