"""A citizen's own data: a copy of them, and their erasure, each after a fresh code."""

from datetime import datetime
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from peygir.cases.facts import FiledReport
from peygir.core import clock
from peygir.core.persian import ascii_digits
from peygir.core.phones import mask_phone
from peygir.core.refusals import Invalid, Missing, Refusal, TooMany
from peygir.journey.retention.requests import ask_for_data, covered_since
from peygir.media import files
from peygir.people import retention_queries as kept
from peygir.people.actions import count_miss, refuse_if_over, use_one_time_code
from peygir.people.actions.retention_requests import NoNameChosen, cancel_request, take_copy
from peygir.people.citizen_sessions import digest_of
from peygir.people.privacy_rules import COPY_HOURS, ERASED_AFTER, OPEN_STATES, Wish
from peygir.web.citizen.code_asking import ask_for_code, asked_by, remember_asking
from peygir.web.citizen.me import WRONG_CODES
from peygir.web.citizen.own_names import NotAnOlderReport, has_older, older_report, own_ids
from peygir.web.kit import citizen_session
from peygir.web.kit.access import address_of, citizen
from peygir.web.kit.cookies import cookie_of
from peygir.web.kit.current_city import current_city
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.privacy_words import counts_words
from peygir.web.kit.retention_words import retention_lines
from peygir.web.kit.security_log import log_security_event
from peygir.web.kit.templatetags.ui import in_language, language

_OPEN: Final = (
    ("wait", gettext_lazy("Erase each report when its case has ended")),
    ("now", gettext_lazy("Take my name and number off open cases at once; I will hear no more of them")),
)


class DataForm(forms.Form):
    """What is asked for, for which names of the phone, and what happens to open cases."""

    wish = forms.ChoiceField(label=gettext_lazy("What would you like?"), widget=forms.RadioSelect)
    names = forms.MultipleChoiceField(
        label=gettext_lazy("For which names?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    older = forms.CharField(
        label=gettext_lazy("Tracking code of an older report"),
        max_length=40,
        required=False,
        help_text=gettext_lazy(
            "Names of whom we heard nothing for half a year are not listed, nor are reports without a name from before"
            " such a silence, since an unused number may have a new holder. The code of such a report shows that it is"
            " yours."
        ),
    )
    open_cases = forms.ChoiceField(
        label=gettext_lazy("If a case is still open and you want erasure"),
        choices=_OPEN,
        widget=forms.RadioSelect,
        initial="wait",
        required=False,
    )

    def __init__(self, request: HttpRequest, data: QueryDict | None = None) -> None:
        rows = names_of(request)
        proven = [str(row.id) for row in rows if row.is_proven]
        initial = {"names": proven or [str(row.id) for row in rows[:1]], "wish": Wish.EXPORT.value}
        super().__init__(data, initial=initial)
        set_choices(self, "wish", [(one.value, in_language(one.label)) for one in Wish])
        set_choices(self, "names", [(str(row.id), row.name or _("without a name")) for row in rows])
        if not rows:
            del self.fields["names"]
        if not has_older(request):
            del self.fields["older"]

    def chosen(self, request: HttpRequest) -> tuple[list[int], FiledReport | None]:
        """The ids of the chosen names, with the one that the tracking code opens, and the report of that code.

        Raises NoNameChosen, NotAnOlderReport, AskedTooOften.
        """
        ids = [int(number) for number in self.cleaned_data.get("names", [])]
        code = self.cleaned_data.get("older", "")
        opened = older_report(request, code) if code else None
        if opened is not None and opened.citizen_id is not None:
            ids.append(opened.citizen_id)
        if not ids:
            raise NoNameChosen()
        return ids, opened


class DataCodeForm(DataForm):
    """The same with the code that was received; the rest is hidden on the page."""

    code = forms.CharField(
        label=gettext_lazy("The six-digit code"),
        max_length=20,
        error_messages={"required": gettext_lazy("Please write the code from the message.")},
    )


@citizen
@never_cache
@require_GET
def me_data(request: HttpRequest) -> HttpResponse:
    """Show what is kept for how long, earlier requests, and the form."""
    return _page(request, DataForm(request))


@citizen
@never_cache
@require_POST
def me_data_ask(request: HttpRequest) -> HttpResponse:
    """Say what would happen, and send a fresh code to the phone."""
    phone = citizen_session.phone_of(request)
    form = DataForm(request, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        form.chosen(request)
        browser = ask_for_code(request, phone, language=language())
    except (Invalid, Missing, TooMany) as refusal:
        form.add_error(_field_of(refusal, form), words_of(refusal))
        return _page(request, form, status=status_of(refusal))
    response = _code_page(request, form, is_fresh=True)
    remember_asking(response, browser)
    return response


@citizen
@never_cache
@require_POST
def me_data_do(request: HttpRequest) -> HttpResponse:
    """Check the code, and keep the request."""
    phone = citizen_session.phone_of(request)
    form = DataCodeForm(request, request.POST)
    if not form.is_valid():
        return _code_page(request, form, status=422)
    given = form.cleaned_data
    try:
        refuse_if_over("me_code_wrong", address_of(request), WRONG_CODES, 600)
        code = ascii_digits(given["code"]).replace(" ", "")
        use_one_time_code(phone, code=code, asked_by=asked_by(request))
    except Invalid as refusal:
        log_security_event("citizen_code_wrong", request, status=422)
        count_miss("me_code_wrong", address_of(request), WRONG_CODES, 600)
        form.add_error("code", words_of(refusal))
        return _code_page(request, form, status=422)
    wish = Wish.of(given["wish"])
    try:
        chosen, opened = form.chosen(request)
        ask_for_data(
            current_city().id,
            wish,
            phone=phone,
            citizen_ids=chosen,
            opened=opened,
            session=_session(request),
            language=language(),
            with_open=given["open_cases"] == "now",
        )
    except Refusal as refusal:
        return _page(request, DataForm(request), fault=words_of(refusal), status=status_of(refusal))
    if wish == Wish.EXPORT:
        messages.success(request, _("Your copy is being made; you find it on this page in a minute."))
    else:
        messages.success(request, _("We have noted it. Until tomorrow you can cancel it on this page."))
    return redirect("me_data")


@citizen
@require_POST
def me_data_cancel(request: HttpRequest, request_id: int) -> HttpResponse:
    """Call a request off that is not carried out yet."""
    cancel_request(request_id, phone=citizen_session.phone_of(request))
    messages.success(request, _("It is cancelled. Your data stay as they are."))
    return redirect("me_data")


@citizen
@never_cache
@require_GET
def me_data_copy(request: HttpRequest, request_id: int) -> HttpResponseBase:
    """Download the copy, in the browser that asked for it, for as long as it is there."""
    name = take_copy(request_id, session=_session(request))
    return FileResponse(files.open(name), as_attachment=True, content_type="application/zip", filename="my-data.zip")


def names_of(request: HttpRequest) -> list[kept.NameOfPhone]:
    """The names that are offered to the holder of the phone."""
    ids = set(own_ids(request))
    return [row for row in kept.names_of_phone(citizen_session.phone_of(request)) if row.id in ids]


def _field_of(refusal: Refusal, form: DataForm) -> str | None:
    fields = {NoNameChosen: "names", NotAnOlderReport: "older"}
    name = fields.get(type(refusal))
    return name if name in form.fields else None


def _since(request: HttpRequest, form: DataForm) -> datetime | None:
    """From when on the request would cover what is under the phone; None where the choice is refused."""
    try:
        return covered_since(*form.chosen(request))
    except Refusal:
        return None


def _session(request: HttpRequest) -> str:
    return digest_of(cookie_of(request, citizen_session.COOKIE))


def _page(request: HttpRequest, form: DataForm, *, status: int = 200, fault: str = "") -> HttpResponse:
    phone = citizen_session.phone_of(request)
    own = _session(request)
    now = clock.now()
    rows = [
        {
            "id": row.pk,
            "wish": in_language(Wish.of(row.wish).label),
            "is_erasure": row.wish == Wish.ERASURE,
            "is_open": row.state in OPEN_STATES,
            "state": row.state,
            "asked_at": row.asked_at,
            "due_at": row.due_at,
            "until": row.file_until,
            "is_here": bool(row.file) and row.session == own and row.file_until is not None and row.file_until > now,
            "open_cases": row.counts.get("open_cases", 0),
            "held": row.counts.get("held", 0),
            "erased": counts_words(row.counts),
        }
        for row in kept.requests_of_phone(phone)
    ]
    context: dict[str, Any] = {
        "form": form,
        "phone": mask_phone(phone),
        "rows": rows,
        "fault": fault,
        "times": retention_lines(),
        "hours": COPY_HOURS,
        "has_names": bool({"names", "older"} & form.fields.keys()),
    }
    return render(request, "citizen/me_data.html", context, status=status)


def _code_page(request: HttpRequest, form: DataForm, *, status: int = 200, is_fresh: bool = False) -> HttpResponse:
    phone = citizen_session.phone_of(request)
    hidden = [
        (name, value) for name in ("wish", "open_cases", "names", "older") for value in request.POST.getlist(name)
    ]
    names = {str(row.id): row.name or _("without a name") for row in names_of(request)}
    context = {
        "form": form if isinstance(form, DataCodeForm) else {"code": DataCodeForm(request)["code"]},
        "phone": mask_phone(phone),
        "hidden": hidden,
        "is_fresh": is_fresh,
        "is_erasure": request.POST.get("wish") == Wish.ERASURE,
        "is_now": request.POST.get("open_cases") == "now",
        "since": _since(request, form),
        "names": [
            *(names[number] for number in request.POST.getlist("names") if number in names),
            *([_("the name of an older report")] if request.POST.get("older") else []),
        ],
        "hours": COPY_HOURS,
        "wait_hours": int(ERASED_AFTER.total_seconds() // 3600),
        "backup_days": settings.BACKUPS_KEPT_DAYS,
    }
    return render(request, "citizen/me_data_code.html", context, status=status)
