"""A citizen reports: where, what, photos, and (if they like) who they are."""

import uuid
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from peygir.cases.actions import NoSuchCase
from peygir.cases.new_report import NewReport, Reporter
from peygir.city import queries as city
from peygir.core.bodies import PHOTOS
from peygir.core.codes import read_code
from peygir.core.refusals import Invalid, Missing
from peygir.desks.intake.actions import ReportReceipt, receive_report
from peygir.people.actions import TRACKING, count_miss, refuse_if_over
from peygir.people.channels import Channel
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, address_of, public, takes
from peygir.web.kit.areas import areas_to_choose
from peygir.web.kit.current_city import current_city, topic_groups
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.known_before_report import KnownBeforeReport, known_of
from peygir.web.kit.middleware.refusals import words_of
from peygir.web.kit.parts import MapPart
from peygir.web.kit.sketch import sketch
from peygir.web.kit.templatetags.ui import digits, language, named
from peygir.web.public.form_photos import MOST_PHOTOS, bytes_of
from peygir.web.public.given_phone import NumbersAreTooMany, count_number, proof_of

# Refusal name → the field beside which it is shown.
_FIELD_OF: Final = {
    "SayWhatItIs": "text",
    "TextIsTooLong": "text",
    "NoSuchTopic": "text",
    "SayWhereItIs": "place",
    "PointIsNotOnEarth": "place",
    "PhoneIsNotValid": "phone",
    "NumbersAreTooMany": "phone",
    "PhotosAreTooMany": "photos",
    "PhotoIsNotReadable": "photos",
    "PhotoIsAnimated": "photos",
    "PhotoIsTooBig": "photos",
    "PhotosAreTooBig": "photos",
}


class ReportForm(forms.Form):
    """The fields of a report; errors of `place`, `text` and `photos` come from intake."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False)
    lon = forms.FloatField(widget=forms.HiddenInput, required=False)
    address = forms.CharField(
        label=gettext_lazy("Address in words"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Street, alley, number, or a landmark: “opposite the bakery”."),
    )
    area = forms.ChoiceField(label=gettext_lazy("Neighbourhood"), required=False)
    no_place = forms.BooleanField(
        label=gettext_lazy("It is not about a place"),
        required=False,
        help_text=gettext_lazy("For example the conduct of staff, municipal charges, or a suggestion."),
    )
    about_unit = forms.ChoiceField(
        label=gettext_lazy("Which unit is it about?"),
        required=False,
        help_text=gettext_lazy("That unit and its people will neither see nor handle this report."),
    )
    text = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("In your own words; one or two sentences are enough."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    topic = forms.CharField(required=False, max_length=80)
    phone = forms.CharField(
        label=gettext_lazy("Your mobile number"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("We send you the code and tell you what happens. Nobody outside the work sees it."),
    )
    name = forms.CharField(label=gettext_lazy("Your name"), required=False, max_length=120)
    for_name = forms.CharField(label=gettext_lazy("Name of that person"), required=False, max_length=120)
    for_relation = forms.CharField(
        label=gettext_lazy("Who are they to you?"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("For example: neighbour, mother, a deaf friend."),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("Keep my number for this report"),
        required=False,
        help_text=gettext_lazy("Only to tell me about it and to ask whether it is fixed."),
    )
    may_publish = forms.BooleanField(
        label=gettext_lazy("Everybody may read my words on the public page"),
        required=False,
        help_text=gettext_lazy(
            "Never your name or number. Words that tell of a person are covered first, and you may take them back."
        ),
    )
    join = forms.CharField(required=False, max_length=20)
    heard = forms.CharField(required=False, max_length=1)

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        set_choices(self, "area", areas_to_choose())
        set_choices(self, "about_unit", _units())

    def clean(self) -> dict[str, Any]:
        """Require the owner's consent to store a phone number."""
        cleaned = super().clean() or {}
        if cleaned.get("phone") and not cleaned.get("consent"):
            self.add_error("consent", _("Please tick this box, or leave the number empty."))
        return cleaned


@takes(PHOTOS)
@public("report", limit=300, window_seconds=600)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Show the form; POST creates one report, however often it is submitted."""
    if request.method != "POST":
        return _page(request, ReportForm(initial={"key": uuid.uuid4().hex}), status=200)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _refused(request, form)
    # With a script, known cases were shown while typing; without one they are shown here, once.
    is_asked = form.cleaned_data["heard"] or request.headers.get("HX-Request") or _is_late(request)
    if not is_asked and (known := known_of(request, form.cleaned_data)).is_worth_a_stop:
        return _page(request, form, status=200, known=known)
    if form.cleaned_data["join"]:
        refuse_if_over(TRACKING, address_of(request))
    try:
        receipt = _receive(request, form)
    except (Invalid, Missing, NumbersAreTooMany) as refusal:
        if isinstance(refusal, NoSuchCase):
            count_miss(TRACKING, address_of(request))
        field = _FIELD_OF.get(refusal.name)
        if field in form.fields or field is None:
            form.add_error(field, words_of(refusal))
            return _refused(request, form)
        return _refused(request, form, {field: words_of(refusal)})
    return _thanks(request, receipt)


def _receive(request: HttpRequest, form: ReportForm) -> ReportReceipt:
    by, form_data = actor(request), form.cleaned_data
    is_staff, key, proof = by.kind == "staff", form_data["key"], proof_of(request, form_data["phone"])
    if form_data["phone"] and not proof and not is_staff:
        count_number(request, form_data["phone"])
    new_report = NewReport(
        channel=Channel.PHONE if is_staff else Channel.WEB,
        text=form_data["text"],
        lat=form_data["lat"],
        lon=form_data["lon"],
        address=form_data["address"],
        place_label=form_data["area"],
        topic_code=form_data["topic"],
        about_unit_code=form_data["about_unit"],
        join_code=read_code(form_data["join"]) or "",
        may_publish=form_data["may_publish"],
        language=language(),
        idempotency_key=f"web:{key}" if key else "",
        photos_raw=[bytes_of(file) for file in request.FILES.getlist("photos")[: MOST_PHOTOS + 1]],
        reporter=Reporter(
            phone=form_data["phone"],
            proof=proof,
            name=form_data["name"],
            for_name=form_data["for_name"],
            for_relation=form_data["for_relation"],
        ),
    )
    return receive_report(current_city().code, new_report, by=by if is_staff else Actor("anonymous"))


def _thanks(request: HttpRequest, receipt: ReportReceipt) -> HttpResponse:
    address = reverse("report_done", args=[receipt.code])
    if receipt.emergency_phone:
        address = f"{address}?{urlencode({'call': receipt.emergency_phone})}"
    if _is_late(request):
        return JsonResponse({"code": receipt.code, "shown": digits(receipt.code), "address": address})
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _is_late(request: HttpRequest) -> bool:
    """Whether a script submits a report stored offline; it expects JSON, not a page."""
    return request.headers.get("Accept") == "application/json"


def _refused(request: HttpRequest, form: ReportForm, others: dict[str, str] | None = None) -> HttpResponse:
    faults = {name: " ".join(map(str, words)) for name, words in form.errors.items()} | (others or {})
    if _is_late(request):
        return JsonResponse({"faults": list(faults.values())}, status=422)
    if request.headers.get("HX-Request"):
        slots = [(name, faults.get(name, "")) for name in ("place", "text", "photos", "phone", "consent", "address")]
        return render(
            request, "public/report_faults.html", {"faults": list(faults.values()), "slots": slots}, status=422
        )
    return _page(request, form, status=422, faults=faults)


def _page(
    request: HttpRequest,
    form: ReportForm,
    *,
    status: int,
    faults: dict[str, str] | None = None,
    known: KnownBeforeReport | None = None,
) -> HttpResponse:
    city_facts = current_city()
    lat, lon = _point(form)
    has_point = lat is not None and lon is not None
    context = _context(form, faults or {}) | {
        "known": known,
        "photos_lost": form.is_bound and bool(request.FILES),
        "map": MapPart(
            "pick",
            reverse("areas"),
            lat if lat is not None else city_facts.centre_lat,
            lon if lon is not None else city_facts.centre_lon,
            15.0 if has_point else city_facts.zoom,
            has_point,
            _("Map of the city: choose the place"),
            sketch(()),
        )
        if city.has_polygons(city_facts.id)
        else None,
    }
    return render(request, "public/report.html", context, status=status)


def _context(form: ReportForm, faults: dict[str, str]) -> dict[str, Any]:
    return {
        "form": form,
        "faults": faults,
        "all_faults": list(faults.values()),
        "groups": topic_groups(),
        "chosen_topic": form["topic"].value() or "",
        "most_photos": MOST_PHOTOS,
    }


def shell_context() -> dict[str, Any]:
    """Return the empty form without a map, for offline use; its idempotency key is generated on the phone."""
    return _context(ReportForm(), {})


def _point(form: ReportForm) -> tuple[float | None, float | None]:
    try:
        return float(form["lat"].value() or "x"), float(form["lon"].value() or "x")
    except ValueError:
        return None, None


def _units() -> list[tuple[str, str]]:
    return [("", _("— choose —")), *((unit.code, named(unit)) for unit in city.units(current_city().id))]
