"""Saved views of the inbox: saved, renamed, set as default, shared with the unit, deleted."""

from typing import Final

from django.db import IntegrityError, transaction

from peygir.core import clock
from peygir.core.refusals import Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.people.actions.staff import NotYourWork
from peygir.people.models import SavedView, Staff
from peygir.people.permissions import Permission
from peygir.people.rules import Actor

MOST_VIEWS: Final = 20
LONGEST_NAME: Final = 60


class NoSuchView(Missing):
    """The person has saved no such view."""

    message = _("You have no such view; perhaps you deleted it.")


class ViewHasNoName(Invalid):
    """The view has no name."""

    message = _("Please give this view a name of at most {limit} characters.")


class ViewNameIsTaken(Invalid):
    """The person has another view of this name."""

    message = _("You have a view named “{name}” already. Please choose another name.")


class ViewsAreTooMany(Invalid):
    """The person has too many views."""

    message = _("No more than {limit} views can be saved. Please delete one first.")


def save_view(name: str, filters: str, *, by: Actor) -> int:
    """Save the filters of a URL under a name; returns the view's id.

    Raises ViewHasNoName, ViewNameIsTaken, ViewsAreTooMany.
    """
    clean_name = _name(name)
    with transaction.atomic():
        Staff.objects.select_for_update(no_key=True).get(pk=by.id)  # else two tabs could both count first
        if SavedView.objects.filter(staff_id=by.id).count() >= MOST_VIEWS:
            raise ViewsAreTooMany(limit=MOST_VIEWS)
        view = SavedView(staff_id=by.id, name=clean_name, filters=filters, saved_at=clock.now())
        _write(view)
    return view.pk


def rename_view(view_id: int, *, name: str, by: Actor) -> None:
    """Rename a view. Raises NoSuchView, ViewHasNoName, ViewNameIsTaken."""
    with transaction.atomic():
        view = _own(view_id, by)
        view.name = _name(name)
        _write(view)


def open_with_view(view_id: int | None, *, by: Actor) -> None:
    """Set the default view of a person's inbox (None: the open work). Raises NoSuchView."""
    with transaction.atomic():
        view = _own(view_id, by) if view_id is not None else None
        SavedView.objects.filter(staff_id=by.id, is_default=True).update(is_default=False)
        if view is not None:
            view.is_default = True
            _write(view)


def share_view(view_id: int, *, is_shared: bool, by: Actor) -> None:
    """Share a manager's view with the unit, or stop sharing it. Raises NotYourWork, NoSuchView."""
    if not by.may(Permission.LEAD_UNIT):
        raise NotYourWork()
    with transaction.atomic():
        view = _own(view_id, by)
        view.is_shared = is_shared
        _write(view)


def delete_view(view_id: int, *, by: Actor) -> None:
    """Delete a view. Raises NoSuchView."""
    if not SavedView.objects.filter(pk=view_id, staff_id=by.id).delete()[0]:
        raise NoSuchView()


def _own(view_id: int, by: Actor) -> SavedView:
    view = SavedView.objects.select_for_update(no_key=True).filter(pk=view_id, staff_id=by.id).first()
    if view is None:
        raise NoSuchView()
    return view


def _name(name: str) -> str:
    clean_name = " ".join(plain(name).split())
    if not says_something(clean_name) or len(clean_name) > LONGEST_NAME:
        raise ViewHasNoName(limit=LONGEST_NAME)
    return clean_name


def _write(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save(force_insert=view.pk is None, force_update=view.pk is not None)
    except IntegrityError as error:
        raise ViewNameIsTaken(name=view.name) from error
