"""The IVR menus in force, as plain values for the pages and for the dialplan."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch

from peygir.centre.contacts.menu_rules import MenuFacts, MenuKeyFacts
from peygir.centre.contacts.models import Menu, MenuKey


def menu_codes(city_id: int) -> list[str]:
    """The names of all menus, the main one first."""
    codes = Menu.objects.filter(city_id=city_id).order_by("code").values_list("code", flat=True).distinct()
    return sorted(codes, key=lambda code: (code != "main", code))


def menus_in_force(city_id: int, at: datetime) -> list[MenuFacts]:
    """Each menu as it is at a moment, the main one first."""
    rows = Menu.objects.filter(city_id=city_id, from_at__lte=at).order_by("code", "-number").distinct("code")
    return sorted(_facts(rows), key=lambda menu: (menu.code != "main", menu.code))


def menu_in_force(city_id: int, code: str, at: datetime) -> MenuFacts | None:
    """One menu as it is at a moment."""
    return next((menu for menu in menus_in_force(city_id, at) if menu.code == code), None)


def versions_of(city_id: int, code: str) -> list[MenuFacts]:
    """All versions of a menu, the newest first."""
    return _facts(Menu.objects.filter(city_id=city_id, code=code).order_by("-number")[:50])


def _facts(rows: Iterable[Menu]) -> list[MenuFacts]:
    loaded = rows.prefetch_related(Prefetch("keys", MenuKey.objects.order_by("key")))  # type: ignore[attr-defined]
    return [
        MenuFacts(
            row.pk,
            row.code,
            row.number,
            row.from_at,
            row.name_fa,
            row.name_en,
            row.greeting,
            row.greeting_words,
            row.consent,
            row.consent_words,
            row.wait_seconds,
            row.repeats,
            row.otherwise_queue,
            tuple(
                MenuKeyFacts(**{name: getattr(key, name) for name in MenuKeyFacts.__slots__}) for key in row.keys.all()
            ),
        )
        for row in loaded
    ]
