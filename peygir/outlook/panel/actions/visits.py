"""Keeps what members saw at the places of public cases; photos are re-encoded, and shown once somebody looked."""

import hashlib
from collections.abc import Collection
from typing import Final

from django.db import transaction

from peygir.cases.actions import NoSuchCase
from peygir.cases.actions.file import refuse_the_personal
from peygir.cases.models import Case
from peygir.cases.public import shown
from peygir.core import clock
from peygir.core.refusals import Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.panel import PanelPhotoShown, PanelSiteVisited
from peygir.history.queries import event
from peygir.media import files, photos
from peygir.media.actions import drop_raw, let_go_of
from peygir.outlook.panel.actions.opening import (
    as_citizen,
    open_as_member,
    open_office,
    record_in,
    refuse_interest,
)
from peygir.outlook.panel.models import PanelTerm, PanelVisit
from peygir.outlook.panel.states import SiteView
from peygir.people.actions.interests import refuse_interested
from peygir.people.rules import Actor

LONGEST_NOTE: Final = 1000


class NoSuchVisit(Missing):
    """There is no such visit of the panel."""

    message = _("There is no such visit.")


class VisitIsNotRight(Invalid):
    """What was seen is none of the list, or the form has no key."""

    message = _("Please say what you saw: fixed, partly, not fixed, or could not be seen.")


class VisitWantsWords(Invalid):
    """Something other than “fixed” was seen, and nothing said about it."""

    message = _("Please say in a few words what you saw.")


@transaction.atomic
def record_visit(
    term_id: int, code: str, *, saw: str, note: str, key: str, own: Collection[int], photo: bytes | None = None
) -> int:
    """Keep a visit with its photo; returns its id, that of the former one if it was sent before under this key.

    Raises NoSuchPanel, NotOfThePanel, PanelIsNotAtWork, NoSuchCase for a case that is not public, MemberHasInterest,
    VisitIsNotRight, VisitWantsWords, WordsArePersonal, and what `photos.check_photo` raises.
    """
    term, member = open_as_member(own, term_id=term_id)
    known = PanelVisit.objects.filter(key=key, member=member).first()
    if known is not None:
        return int(known.pk)
    case = Case.objects.filter(shown(term.city_id), city_id=term.city_id, code=code).first()
    if case is None:
        raise NoSuchCase()
    refuse_interest(member, unit_id=case.unit_id, district_id=case.district_id)
    if saw not in SiteView.labels() or not (8 <= len(key) <= 40 and key.isalnum()):
        raise VisitIsNotRight()
    if saw != SiteView.FIXED and not says_something(note):
        raise VisitWantsWords()
    note = plain(note)[:LONGEST_NOTE]
    refuse_the_personal(note)
    if photo is not None:
        photos.check_photo(photo)
    visit = PanelVisit.objects.create(
        term=term,
        member=member,
        case=case,
        key=key,
        saw=saw,
        note=note,
        at=clock.now(),
        sha256=hashlib.sha256(photo).hexdigest() if photo is not None else "",
        raw=files.save(photo, "raw", is_own=True) if photo is not None else "",
    )
    made = PanelSiteVisited(visit=visit.pk, member=member.number, saw=saw, photo=visit.sha256 or ABSENT)
    record_in(term, made, by=as_citizen(member.citizen_id))
    return int(visit.pk)


def prepare_visit_photo(term_id: int, number: int) -> None:
    """Re-encode the photo of the visit that an event names, without metadata; an unreadable one is dropped."""
    visit = PanelVisit.objects.filter(pk=event(PanelTerm.history_file, term_id, number).data["visit"]).first()
    if visit is None or not visit.raw:
        return
    picture = thumb = ""
    try:
        safe = photos.read_photo(files.read(visit.raw))
        picture, thumb = files.save(safe.jpeg_bytes, ".jpg"), files.save(safe.thumb_bytes, ".jpg")
    except (Invalid, files.FileIsMissing):
        pass
    raw = visit.raw
    PanelVisit.objects.filter(pk=visit.pk, raw=raw).update(raw="", picture=picture, thumb=thumb)
    drop_raw(raw)


@transaction.atomic
def show_photo(visit_id: int, *, is_shown: bool, by: Actor) -> None:
    """Show the photo of a visit to everybody, after looking at it, or take it out of public.

    Raises NotYourWork, NoSuchVisit, OwnInterest.
    """
    known = PanelVisit.objects.filter(pk=visit_id).exclude(picture="").values_list("term_id", flat=True).first()
    if known is None:
        raise NoSuchVisit()
    term = open_office(known, by)
    visit = PanelVisit.objects.select_related("case").get(pk=visit_id)
    refuse_interested(by, unit_id=visit.case.unit_id)
    visit.is_public, visit.looked_by_id, visit.looked_at = is_shown, by.id, clock.now()
    visit.save(update_fields=["is_public", "looked_by", "looked_at"])
    record_in(term, PanelPhotoShown(visit=visit.pk, shown=is_shown), by=by)


def erase_visits(visits: Collection[PanelVisit]) -> int:
    """Empty visits and let their photos go; what was seen stays. Call it inside a transaction; returns how many."""
    for visit in visits:
        let_go_of(name for name in (visit.raw, visit.picture, visit.thumb) if name)
        visit.note, visit.raw, visit.picture, visit.thumb, visit.is_public = "", "", "", "", False
        visit.save(update_fields=["note", "raw", "picture", "thumb", "is_public"])
    return len(visits)
