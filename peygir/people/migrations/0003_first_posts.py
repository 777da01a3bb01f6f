"""Gives every account of before a post: its role and unit, from the day on which it was made."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import migrations

SOLE = ("deputy", "manager")


def give_posts(apps: Any, schema_editor: Any) -> None:
    """Write one post for each account; where a unit has several managers, the account made first is the holder.

    `recorded_at` is the moment of the migration: what was on record before it is not known.
    """
    staff_model, post_model = apps.get_model("people", "Staff"), apps.get_model("people", "Post")
    city = apps.get_model("city", "City").objects.filter(code=settings.CITY).first()
    zone = ZoneInfo(city.time_zone) if city is not None else UTC
    now, held = datetime.now(UTC), set()
    for staff in staff_model.objects.exclude(role="").order_by("date_joined", "pk"):
        is_second = staff.role in SOLE and (staff.unit_id, staff.role) in held
        held.add((staff.unit_id, staff.role))
        post = post_model.objects.create(
            staff=staff,
            unit_id=staff.unit_id,
            role=staff.role,
            kind="substitute" if is_second else "holder",
            from_on=staff.date_joined.astimezone(zone).date(),
            recorded_at=now,
            recorded_by="system",
        )
        staff_model.objects.filter(pk=staff.pk).update(post=post)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_posts"), ("city", "0001_initial")]

    operations = [migrations.RunPython(give_posts, migrations.RunPython.noop)]
