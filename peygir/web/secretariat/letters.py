"""The register of letters: list and search, one letter with its chain and annexes, letters in and out, letterhead."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.core import clock
from peygir.core.bodies import MB, BodyLimit
from peygir.core.refusals import Missing, Refusal
from peygir.desks.letters import actions, queries
from peygir.desks.letters.document import letter_pdf
from peygir.desks.letters.letter_facts import LetterFacts
from peygir.desks.letters.letter_states import LetterDirection, LetterState, LetterWay
from peygir.desks.letters.rules import LetterDraft, NoSuchLetter, may_turn
from peygir.journey.letters.sending import register_incoming, send_otherwise, write_letter
from peygir.media.actions import keep_file
from peygir.media.kinds import LARGEST, TakenFile
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff, takes
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.middleware.refusals import status_of
from peygir.web.kit.numbers import number_of
from peygir.web.kit.once import act_once
from peygir.web.kit.stored_files import stored_file
from peygir.web.kit.submitting import confirmed, refuse
from peygir.web.kit.templatetags.ui import digits, language
from peygir.web.secretariat.letter_forms import FIELD_OF, LetterForm, LetterSearchForm, LetterTermsForm

KEEPERS: Final = (Permission.LEAD_CENTRE, Permission.KEEP_COUNCIL)
ONE_FILE: Final = BodyLimit(other=MB, multipart=LARGEST + MB)
_OTHERWISE: Final = (LetterWay.MAIL, LetterWay.PAPER)
_DONE: Final[dict[str, Callable[[], str]]] = {
    LetterState.DONE: lambda: _("The letter is dealt with."),
    LetterState.OPEN: lambda: _("The letter is open again."),
    LetterState.VOID: lambda: _("The letter is void; its number stays in the register."),
}


@dataclass(frozen=True, slots=True)
class _Pages:
    """Which page of the register is shown, as the pager reads it."""

    number: int
    count: int

    @property
    def last(self) -> int:
        return max(1, -(-self.count // queries.PAGE))

    @property
    def has_other_pages(self) -> bool:
        return self.last > 1

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.last

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


@staff(*KEEPERS)
@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """List the letters, the newest first, with a search by number, party, subject and words."""
    city_id = current_city().id
    form = LetterSearchForm(request.GET)
    page = max(number_of(request.GET.get("page", "")) or 1, 1)
    rows, count = queries.letters(city_id, form.filters(), page=page)
    context = {
        "rows": rows,
        "count": count,
        "form": form,
        "overdue": queries.overdue(city_id, today()),
        "open": queries.count_open(city_id),
        "pages": _Pages(page, count),
        "is_narrowed": any(request.GET.get(name) for name in ("q", "direction", "state")),
    }
    return render(request, "secretariat/letters.html", context)


@takes(ONE_FILE)
@staff(*KEEPERS)
@require_http_methods(["GET", "POST"])
def letter_new(request: HttpRequest, direction: str) -> HttpResponse:
    """Register a letter that came in, or write one that goes out."""
    if direction not in LetterDirection.values():
        raise NoSuchLetter()
    answered = _answered(request)
    if request.method == "GET":
        return _form_page(request, LetterForm(direction=direction, answered=answered))
    form = LetterForm(request.POST, request.FILES, direction=direction)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    made: list[int] = []

    def act() -> None:
        made.append(_registered(request, form.draft(), direction))

    try:
        act_once(request, act)
    except Missing:
        raise
    except Refusal as refusal:
        refuse(form, refusal, FIELD_OF)
        return _form_page(request, form, status=status_of(refusal))
    if not made:  # the form was carried out before
        return redirect("letters")
    number = queries.letter(current_city().id, made[0]).number
    messages.success(request, _("Registered under the number %(number)s.") % {"number": digits(number)})
    return redirect("letter", letter_id=made[0])


def _registered(request: HttpRequest, draft: LetterDraft, direction: str) -> int:
    by, city_id = actor(request), current_city().id
    annexes: list[TakenFile] = []
    if (file := request.FILES.get("annex")) is not None:
        content = cast("BinaryIO", file.file)
        annexes.append(keep_file(content, file_name=file.name or "", owner=(str(by),)))
    make = write_letter if direction == LetterDirection.OUT else register_incoming
    return int(make(city_id, draft, annexes=annexes, by=by).pk)


def _answered(request: HttpRequest) -> LetterFacts | None:
    letter_id = number_of(request.GET.get("answers", ""))
    return queries.letter(current_city().id, letter_id) if letter_id else None


def _form_page(request: HttpRequest, form: LetterForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "is_out": form.direction == LetterDirection.OUT}
    return render(request, "secretariat/letter_form.html", context, status=status)


@staff(*KEEPERS)
@require_GET
def letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Show one letter with its annexes, its way out, and the letters before and after it."""
    shown = _seen(letter_id)
    handing = shown.handing
    context: dict[str, Any] = {
        "letter": shown,
        "reason_label": _("Why is it void?"),
        "may_turn": handing is not None and may_turn(handing.state, handing.next_try_at, clock.now()),
        "waits_for_office": shown.way == LetterWay.OFFICE and not settings.OFFICE_URL,
    }
    return render(request, "secretariat/letter.html", context)


@staff(*KEEPERS)
@require_POST
def letter_deed(request: HttpRequest, letter_id: int, deed: str) -> HttpResponse:
    """Say that a letter was dealt with, is open again or void, or let it be sent again, or another way."""
    _seen(letter_id)
    by = actor(request)
    if deed == "again":
        confirmed(request, _("It is sent again."), lambda: actions.try_again(letter_id))
    elif deed in _OTHERWISE:
        address = request.POST.get("address", "")
        confirmed(
            request,
            _("It goes this way now."),
            lambda: send_otherwise(current_city().id, letter_id, deed, address=address, by=by),
        )
    elif deed in LetterState.values():
        reason = request.POST.get("reason", "")
        confirmed(request, _DONE[deed](), lambda: actions.move_letter(letter_id, deed, reason=reason, by=by))
    else:
        raise NoSuchLetter()
    return redirect("letter", letter_id=letter_id)


@staff(*KEEPERS)
@require_GET
def letter_document(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Return the letter as PDF with the letterhead."""
    shown = _seen(letter_id)
    content = letter_pdf(shown, made_at=clock.now(), language=language())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="letter-{shown.number.replace("/", "-")}.pdf"'
    return response


@staff(*KEEPERS)
@require_GET
def letter_annex(request: HttpRequest, letter_id: int, annex_id: int) -> HttpResponseBase:
    """Return an annex, to be saved and not shown."""
    annex = next((one for one in _seen(letter_id).annexes if one.id == annex_id), None)
    if annex is None:
        raise NoSuchLetter()
    ending = annex.name.rpartition(".")[2]
    return stored_file(
        request, annex.name, content_type=annex.media_type, file_name=f"annex-{annex.id}.{ending}", is_attachment=True
    )


@staff(Permission.LEAD_CENTRE)
@require_http_methods(["GET", "POST"])
def letter_terms(request: HttpRequest) -> HttpResponse:
    """Show or set letterhead, signature and the governor's office."""
    city_id = current_city().id
    form = LetterTermsForm(
        request.POST if request.method == "POST" else None, terms=queries.letter_terms(city_id, language())
    )
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                actions.set_letter_terms(city_id, by=actor(request), **form.cleaned_data)
            except Refusal as refusal:
                refuse(form, refusal, {"LetterHasNoAddress": "governor_address", "LetterHasNoParty": "governor"})
                status = status_of(refusal)
            else:
                messages.success(request, _("In force for letters from now on."))
                return redirect("letters")
    return render(request, "secretariat/letter_terms.html", {"form": form}, status=status)


def _seen(letter_id: int) -> LetterFacts:
    return queries.letter(current_city().id, letter_id)
