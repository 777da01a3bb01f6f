"""Describes types of assets, the topics that belong to them, and the warranty of a topic's repairs."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final

from django.db import transaction

from peygir.assets.attributes import AssetAttribute
from peygir.assets.models import Asset, AssetTopic, AssetType, Warranty
from peygir.assets.queries import NoSuchAssetType
from peygir.city import queries as city
from peygir.city.actions.turning import VersionTable, locked, turn
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.history.actions import record
from peygir.history.kinds.assets import AssetTopicsChanged, AssetTypeChanged, WarrantiesChanged

LONGEST_WARRANTY: Final = 3650
_CODE: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
_TOPICS: Final = VersionTable(AssetTopic, ("type_id", "topic_id"), ("position",), has_city=False)
_WARRANTIES: Final = VersionTable(Warranty, ("topic_id",), ("days",), has_city=False)


class TypeCodeIsWrong(Invalid):
    """The code of a type has letters that it may not have."""

    message = _("The code is made of small Latin letters, digits and dashes, and begins with a letter.")


class TypeHasNoName(Invalid):
    """The type has no Persian name, or one that is too long."""

    message = _("Give the type a Persian name of up to {limit} characters.")


class TypeTopicIsUnknown(Invalid):
    """A topic is not in force in this city."""

    message = _("“{code}” is no topic in force.")


class AttributeIsInUse(Conflict):
    """An attribute that assets have values of was left out, or is of another datatype now."""

    message = _("Assets have values of “{code}” already; keep this attribute and its datatype.")


class WarrantyIsWrong(Invalid):
    """The days of a warranty are no whole number within the limit."""

    message = _("Days of warranty are a whole number from zero to {most}.")


def set_type(
    city_id: int,
    code: str,
    *,
    name_fa: str,
    name_en: str = "",
    icon: str = "",
    attributes: Sequence[AssetAttribute] = (),
    topics: Sequence[str] = (),
    by: str,
) -> bool:
    """Make a type of assets, or describe it anew, with its topics (codes, in their order) from today on.

    Returns whether anything changed. Raises TypeCodeIsWrong, TypeHasNoName, TypeTopicIsUnknown, AttributeIsInUse.
    """
    code, name_fa, name_en = plain(code), plain(name_fa), plain(name_en)
    if not _CODE.fullmatch(code):
        raise TypeCodeIsWrong()
    if not name_fa or max(len(name_fa), len(name_en)) > 200:
        raise TypeHasNoName(limit=200)
    with transaction.atomic():
        owner, today = locked(city_id)
        topic_ids = _topic_ids(city_id, topics)
        row = AssetType.objects.filter(city=owner, code=code).first()
        is_new = row is None
        if row is None:
            row = AssetType(city=owner, code=code, valid_from=today)
        _refuse_used(row, attributes)
        described = {
            "name_fa": name_fa,
            "name_en": name_en,
            "icon": icon,
            "attributes": [attribute.stored() for attribute in attributes],
        }
        changed = [name for name, value in described.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, described[name])
        if is_new or changed:
            row.save()
            event = AssetTypeChanged(type=code, is_new=is_new, attributes=[one.code for one in attributes])
            record(owner, event, by=by, at=clock.now())
        there = AssetTopic.objects.filter(type=row)
        held = there.filter(valid_to=None).values_list("topic_id", flat=True)
        says: dict[tuple[int, int], Mapping[str, int] | None] = {(row.pk, topic_id): None for topic_id in held}
        says |= {(row.pk, topic_id): {"position": place} for place, topic_id in enumerate(topic_ids)}
        turned = turn(_TOPICS, owner, there, says, today)
        if turned:
            record(owner, AssetTopicsChanged(from_=today.isoformat(), topics=turned), by=by, at=clock.now())
    return bool(is_new or changed or turned)


def set_warranties(city_id: int, days: Mapping[str, int], *, by: str) -> int:
    """Set for how many days repairs are guaranteed, by the topic's code, from today on; 0 ends a warranty.

    Topics that are not named stay. Returns how many changed. Raises TypeTopicIsUnknown, WarrantyIsWrong.
    """
    if any(not 0 <= count <= LONGEST_WARRANTY for count in days.values()):
        raise WarrantyIsWrong(most=LONGEST_WARRANTY)
    with transaction.atomic():
        owner, today = locked(city_id)
        ids = _topic_ids(city_id, list(days))
        there = Warranty.objects.filter(topic_id__in=ids)
        held = set(there.filter(valid_to=None).values_list("topic_id", flat=True))
        says = {
            (topic_id,): {"days": count} if count else None
            for topic_id, count in zip(ids, days.values(), strict=True)
            if count or topic_id in held
        }
        turned = turn(_WARRANTIES, owner, there, says, today)
        if turned:
            record(owner, WarrantiesChanged(from_=today.isoformat(), warranties=turned), by=by, at=clock.now())
    return len(turned)


def end_type(city_id: int, code: str, *, on: date, by: str) -> None:
    """Let a type end on a day: no asset of it is registered or offered any more. Raises NoSuchAssetType."""
    with transaction.atomic():
        owner, _today = locked(city_id)
        row = AssetType.objects.filter(city=owner, code=code).first()
        if row is None:
            raise NoSuchAssetType()
        row.valid_to = max(on, row.valid_from)
        row.save(update_fields=["valid_to"])
        codes = [one["code"] for one in row.attributes]
        record(owner, AssetTypeChanged(type=code, is_new=False, attributes=codes), by=by, at=clock.now())


def _topic_ids(city_id: int, codes: Collection[str]) -> list[int]:
    ids = []
    for code in dict.fromkeys(codes):
        topic = city.topic_by_code(city_id, code)
        if topic is None or topic.is_confidential:
            raise TypeTopicIsUnknown(code=code[:40])
        ids.append(topic.id)
    return ids


def _refuse_used(row: AssetType, attributes: Sequence[AssetAttribute]) -> None:
    """Raises AttributeIsInUse for an attribute that is left out or changed in kind while assets have values of it."""
    datatypes = {one.code: one.datatype for one in attributes}
    for known in row.attributes if row.pk else []:
        code = known["code"]
        if (
            datatypes.get(code) != known["datatype"]
            and Asset.objects.filter(type=row, attributes__has_key=code).exists()
        ):
            raise AttributeIsInUse(code=code)
