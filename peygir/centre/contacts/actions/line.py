"""The state of the connection to the PBX."""

from datetime import datetime, timedelta
from typing import Final

from peygir.centre.contacts.models import PbxLine

OFTEN: Final = timedelta(seconds=2)


def hear_line(city_id: int, *, is_up: bool, at: datetime, text: str = "") -> None:
    """Record that the PBX connection is up or cut; written on each change, and every few seconds while it is up."""
    row = PbxLine.objects.filter(pk=city_id).first()
    heard = at if is_up else row.heard_at if row else None
    if row is None:
        PbxLine.objects.create(city_id=city_id, is_up=is_up, changed_at=at, heard_at=heard, words=text[:200])
    elif row.is_up != is_up:
        PbxLine.objects.filter(pk=city_id).update(is_up=is_up, changed_at=at, heard_at=heard, words=text[:200])
    elif is_up and (row.heard_at is None or at - row.heard_at >= OFTEN):
        PbxLine.objects.filter(pk=city_id).update(heard_at=at)
