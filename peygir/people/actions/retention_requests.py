"""A citizen's requests for a copy of their data, or for erasure: asked, called off, carried out, and forgotten."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.privacy import (
    PrivacyAsked,
    PrivacyCancelled,
    PrivacyCopyDeleted,
    PrivacyCopyTaken,
    PrivacyDone,
    PrivacyStep,
    PrivacyWaits,
)
from peygir.people.actions.counting import count_use
from peygir.people.models import Citizen, PrivacyRequest
from peygir.people.privacy_rules import (
    ASKED,
    CANCELLED,
    COPY_HOURS,
    DONE,
    ERASED_AFTER,
    EXPIRED,
    EXPORTS_A_DAY,
    OPEN_STATES,
    WAITING,
    Wish,
)
from peygir.people.rules import SYSTEM, Actor

_DAY = 24 * 3600


class NoNameChosen(Invalid):
    """The citizen chose none of the names under which the phone is known."""

    message = _("Please choose at least one name.")


class RequestIsOpen(Conflict):
    """One of the chosen names has such a request already, which is not carried out yet."""

    message = _("You have asked for this already; it is being done.")


class NoSuchPrivacyRequest(Missing):
    """There is no such request of this phone, or its copy is not there (any more)."""

    message = _("This request, or its file, is not there any more.")


def ask_privacy(
    city_id: int,
    wish: Wish,
    *,
    phone: str,
    citizen_ids: Collection[int],
    session: str,
    language: str,
    since: datetime,
    with_open: bool = False,
) -> int:
    """Keep the request of a phone that was just proven; returns its id.

    `session` is the digest of the browser session, the only one that may download a copy. Names that are not of this
    phone are ignored. What is older than `since` stays out of it. Call it inside a transaction.

    Raises NoNameChosen, RequestIsOpen, AskedTooOften.
    """
    people = Citizen.objects.select_for_update(no_key=True).filter(phone=phone, pk__in=citizen_ids).order_by("pk")
    chosen = [person.pk for person in people]
    if not chosen:
        raise NoNameChosen()
    others = PrivacyRequest.objects.filter(phone=phone, wish=wish.value, state__in=OPEN_STATES)
    if any(not set(covered).isdisjoint(chosen) for covered in others.values_list("citizens", flat=True)):
        raise RequestIsOpen()
    count_use(f"privacy_{wish}", phone, EXPORTS_A_DAY, _DAY)
    now = clock.now()
    request = PrivacyRequest(
        city_id=city_id,
        wish=wish.value,
        phone=phone,
        citizens=chosen,
        session=session if wish == Wish.EXPORT else "",
        language=language,
        with_open=with_open,
        since=since,
        asked_at=now,
        due_at=now + (ERASED_AFTER if wish == Wish.ERASURE else timedelta()),
    )
    request.save(force_insert=True)
    event = PrivacyAsked(wish=wish.value, citizens=chosen, with_open=with_open)
    record(request, event, by=str(Actor("citizen", chosen[0])), at=now)
    return request.pk


@transaction.atomic
def cancel_request(request_id: int, *, phone: str) -> None:
    """Call a request off that is not carried out yet; it forgets its phone. Raises NoSuchPrivacyRequest."""
    request = _locked(request_id)
    if request is None or request.phone != phone or request.state not in OPEN_STATES:
        raise NoSuchPrivacyRequest()
    request.state, request.phone, request.session, request.ended_at = CANCELLED, "", "", clock.now()
    _step(request, PrivacyCancelled(wish=request.wish), by=Actor("citizen", request.citizens[0]))


@transaction.atomic
def keep_copy(request_id: int, file: str) -> bool:
    """Keep the name of the finished copy for its hours; False if the request is not open, and the file is not kept."""
    request = _locked(request_id)
    if request is None or request.state != ASKED or request.wish != Wish.EXPORT:
        return False
    now = clock.now()
    request.state, request.file, request.ended_at = DONE, file, now
    request.file_until = now + timedelta(hours=COPY_HOURS)
    _step(request, PrivacyDone(wish=request.wish))
    return True


@transaction.atomic
def take_copy(request_id: int, *, session: str) -> str:
    """The file of a finished copy, for the session that asked for it; each download is recorded.

    Raises NoSuchPrivacyRequest.
    """
    request = _locked(request_id)
    is_there = request is not None and request.file and request.file_until and request.file_until > clock.now()
    if request is None or not is_there or not session or request.session != session:
        raise NoSuchPrivacyRequest()
    _step(request, PrivacyCopyTaken(wish=request.wish), by=Actor("citizen", request.citizens[0]))
    return request.file


@transaction.atomic
def forget_copy(request_id: int) -> str:
    """Forget the copy whose time is over, and the phone; returns the file's name, "" if it is forgotten already."""
    request = _locked(request_id)
    if request is None or not request.file:
        return ""
    file, request.file, request.phone, request.session, request.state = request.file, "", "", "", EXPIRED
    _step(request, PrivacyCopyDeleted(wish=request.wish))
    return file


@transaction.atomic
def end_copies_of(citizen_ids: Collection[int]) -> list[str]:
    """Forget all copies of these citizens' data, and call off those that are still to be made; returns their files."""
    rows = PrivacyRequest.objects.filter(wish=Wish.EXPORT).exclude(phone="").order_by("pk")
    stored = []
    for request_id, covered in rows.values_list("pk", "citizens"):
        if set(covered) & set(citizen_ids):
            request = _locked(request_id)
            if request is not None and request.state in OPEN_STATES:
                cancel_request(request_id, phone=request.phone)
            elif file := forget_copy(request_id):
                stored.append(file)
    return stored


def keep_erased(request_id: int, counts: Mapping[str, int], *, reports: Collection[int]) -> None:
    """Keep what a part of an erasure did; call it in the part's transaction. `reports`: see `end_erasure`."""
    request = _locked(request_id)
    if request is not None and request.state in OPEN_STATES:
        request.counts, request.reports = _sum(request.counts, counts), sorted(reports)
        request.save(update_fields=["counts", "reports"])


@transaction.atomic
def end_erasure(
    request_id: int, counts: Mapping[str, int], *, open_cases: int, held: int, reports: Collection[int] = ()
) -> None:
    """Keep what an erasure did; while cases are open or held it waits and is looked at again a day later.

    `reports` are unlinked from their citizens and wait for the end of their cases.
    """
    request = _locked(request_id)
    if request is None or request.state not in OPEN_STATES:
        return
    total = _sum(request.counts, counts)
    was = (request.state, request.counts.get("open_cases", 0), request.counts.get("held", 0))
    request.counts = {**total, "open_cases": open_cases, "held": held}
    request.reports = sorted(reports)
    now = clock.now()
    if open_cases or held:
        request.state, request.due_at = WAITING, now + timedelta(days=1)
        if was != (WAITING, open_cases, held):
            _step(request, PrivacyWaits(wish=request.wish, open_cases=open_cases, held=held))
        else:
            request.save(update_fields=["counts", "state", "due_at", "reports"])
        return
    request.state, request.ended_at, request.phone = DONE, now, ""
    _step(request, PrivacyDone(wish=request.wish))


def _sum(counts: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    return {name: counts.get(name, 0) + more.get(name, 0) for name in {*counts, *more}}


def _locked(request_id: int) -> PrivacyRequest | None:
    return PrivacyRequest.objects.select_for_update(no_key=True).filter(pk=request_id).first()


def _step(request: PrivacyRequest, event: PrivacyStep, *, by: Actor = SYSTEM) -> None:
    fields = ["state", "phone", "session", "file", "file_until", "ended_at", "due_at", "counts", "reports"]
    record(request, event, by=str(by), at=clock.now(), write=fields)
