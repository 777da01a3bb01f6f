"""A citizen reports: where, what, photos, and (if they like) who they are."""

import uuid
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from peygir.cases.actions import NoSuchCase
from peygir.cases.new_report import NewReport, Reporter
from peygir.city import queries as city
from peygir.core.bodies import PHOTOS
from peygir.core.codes import read_code
from peygir.core.refusals import Invalid, Missing, TooLarge, TooMany, Unavailable
from peygir.desks.intake.actions import ReportReceipt
from peygir.journey.receiving import acknowledged_files, receive_once
from peygir.media.kinds import MOST_FILES
from peygir.people.actions import TRACKING, count_miss, refuse_if_over
from peygir.people.channels import Channel
from peygir.storage.receipts.actions import KeyIsOfAnotherCommand
from peygir.web.kit.access import address_of, public, takes
from peygir.web.kit.areas import areas_to_choose
from peygir.web.kit.current_city import current_city, topic_groups
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.known_before_report import KnownBeforeReport, known_of
from peygir.web.kit.middleware.refusals import words_of
from peygir.web.kit.templatetags.ui import language, named
from peygir.web.public import kept_on_phone as late
from peygir.web.public.asset import asked_asset, chosen_asset
from peygir.web.public.form_photos import FILE_FAULTS, MOST_PHOTOS, photos_of, uploads_of
from peygir.web.public.found_place import is_search, place_context, with_found_place
from peygir.web.public.given_phone import NumbersAreTooMany, count_number, proof_of
from peygir.web.public.pick_map import pick_map
from peygir.web.public.report_known import known_context

# Refusal name → the field beside which it is shown.
_FIELD_OF: Final = {
    "SayWhatItIs": "text",
    "TextIsTooLong": "text",
    "NoSuchTopic": "text",
    "SayWhereItIs": "place",
    "PointIsNotOnEarth": "place",
    "AssetIsNotThere": "place",
    "PhoneIsNotValid": "phone",
    "NumbersAreTooMany": "phone",
    **dict.fromkeys(FILE_FAULTS, "photos"),
}
# A place is said in one of several ways: the first of them is where to go on.
_ANCHORS: Final = {"place": "id_address", "__all__": "form-faults"}


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
    area_asked = forms.CharField(required=False, max_length=80)  # where the address named no neighbourhood
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
        help_text=gettext_lazy(
            "If you give your number, you agree that we keep it for this report alone: to send you the code, to tell "
            "you what happens and to ask whether it is fixed. Under “My reports” you can take it back at any time."
        ),
    )
    name = forms.CharField(label=gettext_lazy("Your name"), required=False, max_length=120)
    for_name = forms.CharField(label=gettext_lazy("Name of that person"), required=False, max_length=120)
    for_relation = forms.CharField(
        label=gettext_lazy("Who are they to you?"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("For example: neighbour, mother, a deaf friend."),
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
    asset = forms.CharField(required=False, max_length=20)

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        set_choices(self, "area", areas_to_choose())
        set_choices(self, "about_unit", _units())


@takes(PHOTOS)
@public("report", limit=300, window_seconds=600)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Show the form; POST creates one report, however often it is submitted."""
    if request.method != "POST":
        return _page(request, ReportForm(initial={"key": uuid.uuid4().hex, **asked_asset(request.GET)}), status=200)
    if late.is_late(request) and (known_receipt := late.receipt_again(request)):
        return known_receipt
    form = ReportForm(with_found_place(request.POST))
    if is_search(request):
        return _page(request, form, status=200)
    if not form.is_valid():
        return _refused(request, form)
    # With a script, known cases were shown while typing; without one they are shown here, once.
    is_asked = form.cleaned_data["heard"] or late.has_script(request)
    if not is_asked and (known := known_of(request, form.cleaned_data)).is_worth_a_stop:
        return _page(request, form, status=200, known=known)
    if form.cleaned_data["join"]:
        refuse_if_over(TRACKING, address_of(request))
    try:
        receipt, photos = _receive(request, form)
    except (Invalid, Missing, TooLarge, NumbersAreTooMany) as refusal:
        if late.is_late(request):
            late.refuse_for_now(refusal)
        if isinstance(refusal, NoSuchCase):
            count_miss(TRACKING, address_of(request))
        if isinstance(refusal, KeyIsOfAnotherCommand):
            # What was changed after sending is a report of its own, if it is sent again.
            form.data = request.POST.copy()
            form.data["key"] = uuid.uuid4().hex
        field = _FIELD_OF.get(refusal.name)
        if field in form.fields or field is None:
            form.add_error(field, words_of(refusal))
            return _refused(request, form)
        return _refused(request, form, {field: words_of(refusal)})
    except (TooMany, Unavailable) as refusal:
        if late.has_script(request):
            raise  # it keeps the report, and sends it again later
        return _refused(request, form, {"photos": words_of(refusal)})
    return late.receipt_answer(request, receipt, photos)


def _receive(request: HttpRequest, form: ReportForm) -> tuple[ReportReceipt, list[str]]:
    """Return the receipt, the same one however often the form is sent under its key, and the photos' digests."""
    by, form_data = late.sender_of(request), form.cleaned_data
    is_staff, key, proof = by.kind == "staff", form_data["key"], proof_of(request, form_data["phone"])
    if form_data["phone"] and not proof and not is_staff:
        count_number(request, form_data["phone"])
    new_report = NewReport(
        channel=Channel.PHONE if is_staff else Channel.WEB,
        text=form_data["text"],
        lat=form_data["lat"],
        lon=form_data["lon"],
        address=form_data["address"],
        place_label=form_data["area"] or form_data["area_asked"],
        topic_code=form_data["topic"],
        asset_tag=form_data["asset"],
        about_unit_code=form_data["about_unit"],
        join_code=read_code(form_data["join"]) or "",
        may_publish=form_data["may_publish"],
        language=language(),
        idempotency_key=f"web:{key}" if key else "",
        photos_raw=photos_of(request),
        uploads=uploads_of(request),
        reporter=Reporter(
            phone=form_data["phone"],
            proof=proof,
            name=form_data["name"],
            for_name=form_data["for_name"],
            for_relation=form_data["for_relation"],
        ),
    )
    receipt = receive_once(current_city().code, new_report, by=by)
    photos = acknowledged_files(receipt.code, new_report) if late.is_late(request) or not receipt.is_new else []
    if not receipt.is_new and len(photos) < len(new_report.photos_raw) + len(new_report.uploads):
        raise KeyIsOfAnotherCommand()  # a photo was exchanged
    return receipt, photos


def _refused(request: HttpRequest, form: ReportForm, others: dict[str, str] | None = None) -> HttpResponse:
    faults = {name: " ".join(map(str, words)) for name, words in form.errors.items()} | (others or {})
    if late.is_late(request):
        return JsonResponse({"faults": list(faults.values())}, status=422)
    if request.headers.get("HX-Request"):
        slots = [(name, faults.get(name, "")) for name in ("place", "text", "photos", "phone", "address")]
        return render(
            request,
            "public/report_faults.html",
            {"links": fault_links(faults), "slots": slots, "key": form["key"]},
            status=422,
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
    context = (
        _context(form, faults or {})
        | place_context(request)
        | known_context(known)
        | {
            "person": late.staff_name(request),
            "uploads": request.POST.getlist("uploads")[:MOST_PHOTOS] if request.method == "POST" else [],
            "photos_lost": form.is_bound and bool(request.FILES),
            "chosen_asset": chosen_asset(form["asset"].value() or ""),
            "map": pick_map(form["lat"].value(), form["lon"].value()),
        }
    )
    return render(request, "public/report.html", context, status=status)


def fault_links(faults: dict[str, str]) -> list[tuple[str, str]]:
    """Return each fault with the id of the field that it is about, for a summary that leads there."""
    return [(_ANCHORS.get(name, f"id_{name}"), words) for name, words in faults.items()]


def _context(form: ReportForm, faults: dict[str, str]) -> dict[str, Any]:
    return {
        "form": form,
        "faults": faults,
        "fault_links": fault_links(faults),
        "groups": topic_groups(),
        "chosen_topic": form["topic"].value() or "",
        "most_photos": MOST_PHOTOS,
        "most_files": MOST_FILES,
    }


def shell_context() -> dict[str, Any]:
    """Return the empty form without a map, for offline use; its idempotency key is generated on the phone."""
    return _context(ReportForm(), {})


def _units() -> list[tuple[str, str]]:
    return [("", _("— choose —")), *((unit.code, named(unit)) for unit in city.units(current_city().id))]
