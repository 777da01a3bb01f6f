"""An operator's open calls: ringing at their phone, in conversation, or without an outcome yet."""

from collections.abc import Collection
from typing import Final

from django.db import connection
from django.db.models import Q

from peygir.centre.contacts.models import CallLeg, Workstation
from peygir.centre.contacts.rules import may_work
from peygir.people.rules import Actor

# For each person: the state of the PBX connection, every open contact with its stage, and its transfers; no number
# and no name is among it.
_STAMPS: Final = """
    SELECT who.id, concat_ws('-', (SELECT is_up FROM contacts_pbxline WHERE city_id = %(city)s),
           (SELECT string_agg(concat_ws('.', id, answered_at IS NULL, ended_at IS NULL), '-' ORDER BY began_at, id)
            FROM (SELECT id, answered_at, ended_at, began_at FROM contacts_contact
                  WHERE city_id = %(city)s AND outcome = '' AND operator_id = who.id
                  UNION
                  SELECT one.id, one.answered_at, one.ended_at, one.began_at
                  FROM contacts_contact one JOIN contacts_callleg leg ON leg.contact_id = one.id
                  WHERE one.city_id = %(city)s AND one.outcome = '' AND one.operator_id IS NULL
                    AND one.ended_at IS NULL AND leg.operator_id = who.id
                    AND leg.answered_at IS NULL AND leg.ended_at IS NULL) AS hand),
           (SELECT string_agg(concat_ws('.', pass.id, pass.consulted_at, pass.settled_at, pass.words,
                                        pass.wish_words), '-'
                              ORDER BY pass.id)
            FROM contacts_passorder pass JOIN contacts_contact one ON one.id = pass.contact_id
            WHERE one.city_id = %(city)s AND one.outcome = '' AND one.operator_id = who.id AND one.ended_at IS NULL))
    FROM unnest(%(who)s::bigint[]) AS who (id)
"""


def open_calls(city_id: int, by: Actor) -> Q | None:
    """The contacts that are a person's to deal with now; None for those who work with no contacts."""
    if not may_work(by):
        return None
    rings = CallLeg.objects.filter(operator_id=by.id, answered_at__isnull=True, ended_at__isnull=True)
    is_ringing_here = Q(operator__isnull=True, ended_at__isnull=True, pk__in=rings.values("contact_id"))
    return Q(city_id=city_id, outcome="") & (Q(operator_id=by.id) | is_ringing_here)


def workload_stamps(city_id: int, staff_ids: Collection[int]) -> dict[int, str]:
    """A stamp per person that changes whenever `open_calls`, the stage of such a contact or its transfer changes."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMPS, {"city": city_id, "who": sorted(staff_ids)})
        return {int(who): str(stamp) for who, stamp in cursor.fetchall()}


def colleagues_at_workstations(
    city_id: int, by: Actor, *, has_it: int | None = None
) -> list[tuple[int, tuple[str, str], str]]:
    """The other people at a phone, without `has_it`: (staff, names in both languages, presence by the PBX)."""
    rows = Workstation.objects.filter(city_id=city_id, staff__isnull=False).exclude(
        staff_id__in=[by.id, has_it or by.id]
    )
    told = rows.order_by("extension").values_list("staff_id", "staff__name_fa", "staff__name_en", "presence")
    return [(int(pk), (fa, en or fa), presence) for pk, fa, en, presence in told if pk is not None]
