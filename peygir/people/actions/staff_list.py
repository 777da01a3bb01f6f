"""Closes the accounts of people who have left by a list of the organisation's staff, for a city without a directory."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db import transaction

from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Refusal
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.people import DirectoryLeft
from peygir.people.actions.accounts import lock_account, write_change
from peygir.people.models import Staff
from peygir.people.rules import IMPORT
from peygir.people.sign_in_rules import is_too_many

_NO: Final = frozenset({"0", "no", "false", "left", "خیر", "نه"})
_YES: Final = frozenset({"1", "yes", "true", "", "بله", "آری"})
LONGEST: Final = 200_000


class StaffListIsWrong(Invalid):
    """The list cannot be read, or a row says neither that somebody works here nor that they have left."""

    message = _("{file}, row {row}: {what}")


class StaffListIsNotBelieved(Conflict):
    """By the list, more than half of the accounts would be closed."""

    message = _(
        "By this list {leavers} of {asked} accounts would be closed, so it is not believed; nothing was changed. Close "
        "them on the page of each account if it is right."
    )


@dataclass(frozen=True, slots=True)
class StaffListOutcome:
    """Whose accounts were closed, and whose could not be, with the reason."""

    closed: tuple[str, ...]
    refused: tuple[tuple[str, Refusal], ...]


def close_by_list(path: Path, *, is_whole: bool, keep: frozenset[str], dry_run: bool) -> StaffListOutcome:
    """Close the open accounts that a list names as left; with `is_whole` also those that it does not name at all.

    `keep` are user names that stay, such as the local account for emergencies. Raises StaffListIsWrong,
    StaffListIsNotBelieved.
    """
    listed = _read(path)
    names = list(Staff.objects.filter(is_active=True).order_by("username").values_list("username", flat=True))
    judged = [name for name in names if name not in keep and (is_whole or name.casefold() in listed)]
    leavers = [name for name in judged if not listed.get(name.casefold(), not is_whole)]
    if is_whole and is_too_many(len(leavers), len(judged)):
        raise StaffListIsNotBelieved(leavers=len(leavers), asked=len(judged))
    if dry_run:
        return StaffListOutcome(tuple(leavers), ())
    refused: list[tuple[str, Refusal]] = []
    for name in leavers:
        try:
            _close(name)
        except Refusal as refusal:  # the last administrator, or the last of the highest roles
            refused.append((name, refusal))
    kept = {name for name, _refusal in refused}
    return StaffListOutcome(tuple(name for name in leavers if name not in kept), tuple(refused))


@transaction.atomic
def _close(username: str) -> None:
    staff = lock_account(Staff.objects.get(username=username).pk)
    record(staff, DirectoryLeft(source="list", why="listed"), by=str(IMPORT), at=clock.now())
    write_change(staff, {"is_active": False}, by=IMPORT)


def _read(path: Path) -> dict[str, bool]:
    """Whether each user name of the list (in small letters) works here. Raises StaffListIsWrong."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise StaffListIsWrong(file=path.name, row=0, what=str(error)) from error
    if not rows or "username" not in rows[0] or len(rows) > LONGEST:
        raise StaffListIsWrong(file=path.name, row=1, what=_("the column “username” is missing, or there are no rows"))
    listed: dict[str, bool] = {}
    for number, row in enumerate(rows, 2):
        name, active = (row.get("username") or "").strip(), (row.get("active") or "").strip().lower()
        if not name or active not in _YES | _NO:
            raise StaffListIsWrong(
                file=path.name, row=number, what=_("no user name, or “active” is neither yes nor no")
            )
        listed[name.casefold()] = active not in _NO
    return listed
