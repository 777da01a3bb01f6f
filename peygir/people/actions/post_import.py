"""Imports posts from a table: every fault with its row and reason, and all rows or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from peygir.city.queries import current_city, unit_by_code
from peygir.core.jalali import FIRST_YEAR, LAST_YEAR, DateIsNotValid, parse_jalali, to_gregorian
from peygir.core.persian import ascii_digits, search_key
from peygir.core.refusals import Invalid, Refusal
from peygir.core.sheets import Sheet, read_sheet
from peygir.core.translation import AnyText, Text, in_every, pgettext_lazy
from peygir.core.translation import gettext_lazy as _
from peygir.people.actions.absences import NoSuchPerson
from peygir.people.actions.accounts import lock_accounts
from peygir.people.actions.post_changes import PostKindIsUnknown, put_into_effect
from peygir.people.actions.post_writing import held_by
from peygir.people.actions.staff import NotYourWork, RoleIsUnknown, UnitIsMissing
from peygir.people.models import Staff
from peygir.people.post_rules import PostChange, PostKind
from peygir.people.role_catalogue import open_roles
from peygir.people.rules import Actor, may_administer
from peygir.people.two_person_rules import needs_second_person

# The columns of the table: a heading is the English name or its translation.
COLUMNS: Final[Mapping[str, Text]] = {
    "username": pgettext_lazy("column of posts", "user name"),
    "unit": pgettext_lazy("column of posts", "unit code"),
    "role": pgettext_lazy("column of posts", "role"),
    "kind": pgettext_lazy("column of posts", "kind"),
    "from": pgettext_lazy("column of posts", "first day"),
    "to": pgettext_lazy("column of posts", "last day"),
}
NEEDED: Final = ("username", "role", "from")
MOST_ROWS: Final = 20_000
_FIRST, _LAST = to_gregorian(FIRST_YEAR, 1, 1), to_gregorian(LAST_YEAR, 12, 29)


class PostColumnsAreMissing(Invalid):
    """The table has no column for something that every post has."""

    message = _("The table has no column “{columns}”. Its headings may be: {all}.")


class PostRowsAreTooMany(Invalid):
    """The table has more rows than one import takes."""

    message = _("At most {most} posts can be imported at once; split the table.")


class PostNeedsTwoPeople(Invalid):
    """The row is about a post of the highest roles."""

    message = _(
        "Posts of the inspectorate and the mayor's desk need two people; propose this one on the person's page."
    )


@dataclass(frozen=True, slots=True)
class PostImportFault:
    """What is wrong with one row; the first row below the headings has number 2."""

    row: int
    why: Refusal


@dataclass(frozen=True, slots=True)
class PostImport:
    """The outcome: how many rows were read, their faults, and whether they were written."""

    rows: int
    faults: tuple[PostImportFault, ...]
    is_written: bool


def import_posts(path: Path, *, dry_run: bool, by: Actor) -> PostImport:
    """Record the posts of a table (CSV, Excel, ODS); with a fault in any row, or `dry_run`, nothing is written.

    Each row is tried as if those before it were written, so two rows of the file that exclude each other show too.
    Raises NotYourWork, TableIsNotReadable, PostColumnsAreMissing, PostRowsAreTooMany.
    """
    if not may_administer(by):
        raise NotYourWork()
    sheet = read_sheet(path)
    places = _places(sheet)
    if len(sheet.rows) > MOST_ROWS:
        raise PostRowsAreTooMany(most=MOST_ROWS)
    faults = []
    with transaction.atomic():
        usernames = {_cell(cells, places, "username") for _number, cells in sheet.rows}
        ids = dict(Staff.objects.filter(username__in=usernames).values_list("username", "pk"))
        people = {row.username: row for row in lock_accounts(*sorted(ids.values()))}
        for number, cells in sheet.rows:
            try:
                with transaction.atomic():
                    _import_row({name: _cell(cells, places, name) for name in COLUMNS}, people, by)
            except Refusal as refusal:
                faults.append(PostImportFault(number, refusal))
        is_written = not (dry_run or faults)
        if not is_written:
            transaction.set_rollback(True)
    return PostImport(len(sheet.rows), tuple(faults), is_written)


def _import_row(values: Mapping[str, str], people: Mapping[str, Staff], by: Actor) -> None:
    staff = people.get(values["username"])
    if staff is None:
        raise NoSuchPerson()
    unit = unit_by_code(current_city(settings.CITY).id, values["unit"]) if values["unit"] else None
    if values["unit"] and unit is None:
        raise UnitIsMissing()
    role = _code(values["role"], {facts.code: facts.label for facts in open_roles()})
    kind = _code(values["kind"], PostKind.labels()) if values["kind"] else PostKind.HOLDER
    if role is None:
        raise RoleIsUnknown(role=values["role"], roles=", ".join(facts.code for facts in open_roles()))
    if kind is None:
        raise PostKindIsUnknown()
    if needs_second_person(by, role, *held_by(staff)):
        raise PostNeedsTwoPeople()
    first, last = _day(values["from"]), _day(values["to"]) if values["to"] else None
    change = PostChange("record", 0, unit.id if unit is not None else None, role, kind, first, last)
    before = (staff.event_count, staff.event_head, staff.role, staff.unit_id, staff.post_id)
    try:
        put_into_effect(staff, change, by=by)
    except Refusal:
        # The savepoint takes the rows back; the object in memory is taken back here, for the next row.
        staff.event_count, staff.event_head, staff.role, staff.unit_id, staff.post_id = before
        raise


def _places(sheet: Sheet) -> dict[str, int]:
    """The index of each column. Raises PostColumnsAreMissing."""
    headings = [search_key(heading) for heading in sheet.headings]
    places = {}
    for name, label in COLUMNS.items():
        known = {search_key(name), *(search_key(text) for text in _spellings(label))}
        place = next((index for index, heading in enumerate(headings) if heading in known), None)
        if place is not None:
            places[name] = place
    missing = [name for name in NEEDED if name not in places]
    if missing:
        raise PostColumnsAreMissing(columns="، ".join(missing), all=", ".join(COLUMNS))
    return places


def _spellings(label: AnyText) -> list[str]:
    return in_every(label).split(" · ")


def _cell(cells: Sequence[str], places: Mapping[str, int], name: str) -> str:
    return cells[places[name]].strip() if name in places else ""


def _code(text: str, labels: Mapping[str, AnyText]) -> str | None:
    """The code that a cell means, by the code itself or by its label in any language."""
    wanted = search_key(text)
    for code, label in labels.items():
        if wanted in {search_key(code), *(search_key(part) for part in _spellings(label))}:
            return str(code)
    return None


def _day(text: str) -> date:
    """A day of either calendar, in any digits. Raises DateIsNotValid."""
    try:
        return parse_jalali(text)
    except DateIsNotValid:
        try:
            day = date.fromisoformat(ascii_digits(text))
        except ValueError:
            day = date.min
        if not _FIRST <= day <= _LAST:
            raise
        return day
