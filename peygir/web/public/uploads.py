"""Resumable uploads by the tus protocol 1.0.0: core, creation, expiration, termination and checksum (ADR 41).

Every request that changes anything needs the header `Tus-Resumable`. A page of another origin cannot send it without
permission by CORS, which is never given, so these views need no CSRF token: a phone that was offline has none.
"""

from collections.abc import Callable
from email.utils import format_datetime
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from peygir.core.bodies import UPLOAD_PART
from peygir.core.refusals import Invalid, Refusal, Unavailable
from peygir.core.translation import gettext_lazy as _
from peygir.media import actions, tus
from peygir.media.kinds import LARGEST
from peygir.media.part_refusals import ChecksumIsWrong, UploadIsBusy
from peygir.media.queries import NoSuchUpload, Owner, UploadFacts, owner_of_key, upload
from peygir.people.actions import KeyIsNotValid, KeyMayNot, count_key, count_use
from peygir.people.key_rules import SCOPES
from peygir.people.queries import caller_of_token
from peygir.web.kit import upload_owner
from peygir.web.kit.access import caller_of, public, takes
from peygir.web.kit.middleware.admitting import REFUSED
from peygir.web.kit.middleware.refusals import status_of

PART_TYPE: Final = "application/offset+octet-stream"
KB: Final = 1024
HOUR: Final = 3600
KB_OF_ONE: Final = 512 * KB  # in an hour, of one browser, account or key
KB_OF_AN_ADDRESS: Final = 4 * KB * KB  # an office or a mobile operator's customers may share one
_COUNTED: Final = "peygir.upload_counted"  # in a request's META


class TusVersionIsUnknown(Refusal):
    """The request names no version of the protocol, or another one."""

    message = _("Uploads need the header “Tus-Resumable: {version}”.")


class PartTypeIsWrong(Invalid):
    """The body of a part has another media type than the protocol's."""

    message = _("A part of a file must be sent with the content type “{type}”.")


_STATUSES: Final[dict[type[Refusal], int]] = {
    ChecksumIsWrong: 460,
    actions.DigestIsWrong: 460,
    UploadIsBusy: 423,
    actions.FileKindIsUnknown: 415,
    tus.UploadIsNotDescribed: 400,
    actions.FileIsEmpty: 400,
    KeyIsNotValid: 401,
    TusVersionIsUnknown: 412,
    PartTypeIsWrong: 415,
}


@csrf_exempt
@public("uploads", limit=1200, window_seconds=600, by_person=True)
def uploads(request: HttpRequest) -> HttpResponse:
    """POST begins an upload; OPTIONS says what the server can do."""
    if request.method == "OPTIONS":
        return _described(HttpResponse(status=204))
    return _answered(request, _begin) if request.method == "POST" else _not_allowed("OPTIONS, POST")


def _count_before_body(request: HttpRequest) -> None:
    """Count a long part before it is read. Raises AskedTooOften."""
    if not request.META.get(_COUNTED):
        request.META[_COUNTED] = True
        amount = -(-int(request.META.get("CONTENT_LENGTH") or 0) // KB)
        count_use("upload_kb_address", caller_of(request), KB_OF_AN_ADDRESS, HOUR, amount=amount)


@csrf_exempt
@takes(UPLOAD_PART, before_body=_count_before_body)
@public()
def upload_part(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """HEAD says how much has arrived, PATCH sends the next part, DELETE ends the upload."""
    method = request.method
    if method == "POST":  # for clients that can send nothing else
        method = request.headers.get("X-HTTP-Method-Override", "").upper()
    works: dict[str, Callable[[HttpRequest], HttpResponse]] = {
        "HEAD": lambda request: _state(request, upload_id),
        "PATCH": lambda request: _append(request, upload_id),
        "DELETE": lambda request: _end(request, upload_id),
    }
    work = works.get(method or "")
    return _answered(request, work) if work else _not_allowed("HEAD, PATCH, DELETE")


# What arrives of a part before the connection breaks counts: see `ops/front`.
upload_part.keeps_cut_bodies = True  # type: ignore[attr-defined]


def _begin(request: HttpRequest) -> HttpResponse:
    is_new = not (owner := _owner_of(request))
    secret = upload_owner.new_secret() if is_new else ""
    owner = owner or upload_owner.owner_of(request, secret=secret)
    description = tus.description_of(request.headers.get("Upload-Metadata", ""))
    length = tus.number_of("Upload-Length", request.headers.get("Upload-Length", ""))
    facts = actions.begin_upload(description, length=length, owner=owner)
    response = HttpResponse(status=201)
    response["Location"] = request.build_absolute_uri(reverse("upload", args=[facts.id]))
    if is_new:
        upload_owner.remember(response, secret)
    return _with_state(response, facts)


def _state(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    facts = upload(upload_id, owner=_owner_of(request))
    response = _with_state(HttpResponse(status=200), facts)
    response["Upload-Length"] = str(facts.length)
    response["Upload-Metadata"] = facts.metadata
    return response


def _append(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    if isinstance(refusal := request.META.get(REFUSED), Refusal):
        raise refusal
    owner = _owner_of(request)
    if not owner:
        raise NoSuchUpload()
    if request.content_type != PART_TYPE:
        raise PartTypeIsWrong(type=PART_TYPE)
    _count_before_body(request)
    count_use("upload_kb", owner[0], KB_OF_ONE, HOUR, amount=-(-int(request.META.get("CONTENT_LENGTH") or 0) // KB))
    facts = actions.append_part(
        upload_id,
        request,  # type: ignore[arg-type] # it is read like a file
        offset=tus.number_of("Upload-Offset", request.headers.get("Upload-Offset", "")),
        owner=owner,
        checksum=tus.checksum_of(request.headers.get("Upload-Checksum", "")),
    )
    return _with_state(HttpResponse(status=204), facts)


def _end(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    actions.drop_upload(upload_id, owner=_owner_of(request))
    return HttpResponse(status=204)


def _owner_of(request: HttpRequest) -> Owner:
    """Return the caller's names; none for an unknown browser. Raises KeyIsNotValid, KeyMayNot, AskedTooOften."""
    authorization = request.headers.get("Authorization")
    if authorization is None:
        return upload_owner.owner_of(request)
    caller = caller_of_token(authorization.removeprefix("Bearer ").strip())
    if caller is None:
        raise KeyIsNotValid()
    count_key(caller)
    if not (caller.may_report or caller.may("work")):
        raise KeyMayNot(scope=SCOPES["report"])
    return owner_of_key(caller.key_id)


def _with_state(response: HttpResponse, facts: UploadFacts) -> HttpResponse:
    response["Upload-Offset"] = str(facts.offset)
    response["Upload-Expires"] = format_datetime(facts.expires_at, usegmt=True)
    if facts.is_stored:
        response["Repr-Digest"] = tus.repr_digest(facts.sha256)
    return response


def _answered(request: HttpRequest, work: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    """Return the response of `work`, or its refusal as JSON: a name for programs, a sentence for people."""
    try:
        if request.headers.get("Tus-Resumable") != tus.VERSION:
            raise TusVersionIsUnknown(version=tus.VERSION)
        response = work(request)
    except Refusal as refusal:
        status = _STATUSES.get(type(refusal), status_of(refusal))
        body = {"error": refusal.name, "fa": refusal.words("fa"), "en": refusal.words("en")}
        response = JsonResponse(body, status=status)
        if "seconds" in refusal.details:
            response["Retry-After"] = str(refusal.details["seconds"])
        elif isinstance(refusal, Unavailable):
            response["Retry-After"] = str(refusal.retry_after)
    return _described(response)


def _not_allowed(methods: str) -> HttpResponse:
    response = HttpResponse(status=405)
    response["Allow"] = methods
    return _described(response)


def _described(response: HttpResponse) -> HttpResponse:
    """Add what the protocol requires of every response."""
    response["Tus-Resumable"] = response["Tus-Version"] = tus.VERSION
    response["Tus-Extension"] = tus.EXTENSIONS
    response["Tus-Max-Size"] = str(LARGEST)
    response["Tus-Checksum-Algorithm"] = ",".join(sorted(tus.ALGORITHMS))
    response["Cache-Control"] = "no-store"
    return response
