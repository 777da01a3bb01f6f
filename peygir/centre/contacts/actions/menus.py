"""Writes a new version of an IVR menu; earlier versions stay as callers heard them."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from peygir.centre.contacts.models import Menu, MenuKey
from peygir.centre.contacts.words import DEEDS, KEYS
from peygir.city.models import City
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.history.actions import record
from peygir.history.kinds.centre import MenuKept
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor, may_lead_centre

# Only plain names go into the dialplan: none contains anything that the dialplan's language interprets.
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_/-]{0,39}")
_CODE: Final = re.compile(r"[a-z][a-z0-9-]{0,19}")


class MenuIsWrong(Invalid):
    """A part of the menu is missing or invalid."""

    message = Text("{reason}")


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key of a new menu version."""

    key: str
    name_fa: str
    deed: str
    target: str = ""
    name_en: str = ""
    prompt: str = ""
    season_code: str = ""
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewMenu:
    """A new menu version."""

    code: str
    name_fa: str
    greeting: str
    greeting_words: str
    otherwise_queue: str
    keys: Sequence[NewKey]
    name_en: str = ""
    consent: str = ""
    consent_words: str = ""
    wait_seconds: int = 5
    repeats: int = 2


@transaction.atomic
def keep_menu(city_id: int, menu: NewMenu, *, from_at: datetime | None = None, by: Actor) -> int:
    """Save a new version, in force from `from_at` (now, if it is None or past); returns its number.

    Raises NotYourWork, MenuIsWrong.
    """
    if not may_lead_centre(by):
        raise NotYourWork()
    City.objects.select_for_update(no_key=True).get(pk=city_id)
    _check(city_id, menu)
    now = clock.now()
    before = Menu.objects.filter(city_id=city_id, code=menu.code).order_by("-number").first()
    number = before.number + 1 if before else 1
    said = {name: value for name, value in asdict(menu).items() if name != "keys"}
    said |= {name: plain(value) for name, value in said.items() if isinstance(value, str)}
    row = Menu(city_id=city_id, number=number, from_at=max(from_at or now, now), **said)
    row.save(force_insert=True)
    event = MenuKept(menu=menu.code, number=number, keys="".join(key.key for key in menu.keys))
    record(row, event, by=str(by), at=now)
    MenuKey.objects.bulk_create(MenuKey(menu=row, **asdict(key)) for key in menu.keys)
    return number


def _check(city_id: int, menu: NewMenu) -> None:
    if not _CODE.fullmatch(menu.code):
        raise MenuIsWrong(reason=_("Name the menu in small Latin letters, like main."))
    if not (says_something(menu.name_fa) and says_something(menu.greeting_words)):
        raise MenuIsWrong(reason=_("Write the menu's name and the words of its greeting."))
    if menu.consent and not says_something(menu.consent_words):
        raise MenuIsWrong(reason=_("Write the words that tell of the recording."))
    if not 1 <= menu.wait_seconds <= 30 or not 1 <= menu.repeats <= 5:
        raise MenuIsWrong(reason=_("Wait 1 to 30 seconds for a key, and say the menu 1 to 5 times."))
    for name in (menu.greeting, menu.otherwise_queue, *([menu.consent] if menu.consent else [])):
        _check_name(name)
    if len({key.key for key in menu.keys}) != len(menu.keys):
        raise MenuIsWrong(reason=_("Each key comes once."))
    known = set(Menu.objects.filter(city_id=city_id).values_list("code", flat=True)) | {menu.code}
    for key in menu.keys:
        _check_key(key, known)


def _check_key(key: NewKey, menus: set[str]) -> None:
    if key.key not in KEYS or key.deed not in DEEDS or not says_something(key.name_fa):
        raise MenuIsWrong(reason=_("Say of each key what it is called and does."))
    for name in (key.prompt, key.season_code):
        if name:
            _check_name(name)
    if key.deed != "again":
        _check_name(key.target)
    if key.deed == "dial" and not key.target.isdigit():
        raise MenuIsWrong(reason=_("A number to connect to is made of digits."))
    if key.deed == "menu" and key.target not in menus:
        raise MenuIsWrong(reason=_("There is no menu called {target}.", target=key.target))
    if key.from_on and key.to_on and key.to_on < key.from_on:
        raise MenuIsWrong(reason=_("A key's last day comes before its first."))


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise MenuIsWrong(
            reason=_("Name sounds, queues and boxes in Latin letters and digits, like 137-reports."),
        )
