"""Types of assets: their names, attributes and topics; and for how many days a topic's repairs are guaranteed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from peygir.assets import actions
from peygir.assets.attributes import DATATYPES, read_definitions, written_definitions
from peygir.assets.facts import AssetTypeFacts
from peygir.assets.queries import asset_type, asset_types, counts_of_types, warranties
from peygir.city import queries as city
from peygir.core.refusals import Refusal
from peygir.history.kinds.assets import AssetsImported, AssetTopicsChanged, AssetTypeChanged, WarrantiesChanged
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import may_administer
from peygir.web.admin.decisions import decisions
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import number_of
from peygir.web.kit.submitting import administered
from peygir.web.kit.templatetags.ui import in_language, named

KINDS = (AssetTypeChanged.kind, AssetTopicsChanged.kind, WarrantiesChanged.kind, AssetsImported.kind)
WARRANTY = "days_"
_FIELDS = {
    "TypeCodeIsWrong": "code",
    "TypeHasNoName": "name_fa",
    "DefinitionIsWrong": "attributes",
    "AttributeIsInUse": "attributes",
    "TypeTopicIsUnknown": "topics",
}


class AssetTypeForm(forms.Form):
    """One type of assets; attributes are written one in a line."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Small Latin letters, digits and dashes; files and other systems use it."),
    )
    name_fa = forms.CharField(label=gettext_lazy("Name in Persian"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=200, required=False)
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Topics that may be reported about it"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 10}),
    )
    attributes = forms.CharField(
        label=gettext_lazy("Attributes"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr", "spellcheck": "false"}),
    )

    def __init__(self, data: QueryDict | None = None, *, kind: AssetTypeFacts | None = None) -> None:
        super().__init__(data, initial=_initial(kind))
        open_topics = [one for one in city.topics(current_city().id) if not one.is_confidential]
        set_choices(self, "topics", [(one.code, f"{one.code} · {named(one)}") for one in open_topics])
        if kind is not None:
            del self.fields["code"]

    def given(self) -> dict[str, Any]:
        """Return the values as `set_type` takes them. Raises DefinitionIsWrong."""
        values = self.cleaned_data
        return {
            "name_fa": values["name_fa"],
            "name_en": values["name_en"],
            "topics": values["topics"],
            "attributes": read_definitions(values["attributes"]),
        }


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_assets(request: HttpRequest) -> HttpResponse:
    """List the types, and the warranty of each of their topics; POST changes the warranties."""
    if request.method != "POST":
        return _list(request)
    by = actor(request)
    if not may_administer(by):
        raise NotYourWork()
    sent = {name: str(text) for name, text in request.POST.dict().items()}
    given = {name.removeprefix(WARRANTY): text for name, text in sent.items() if name.startswith(WARRANTY)}
    days = {code: number_of(text) if text.strip() else 0 for code, text in given.items()}
    try:
        if None in days.values():
            raise actions.WarrantyIsWrong(most=actions.LONGEST_WARRANTY)
        known = {code: count for code, count in days.items() if count is not None}
        changed = actions.set_warranties(current_city().id, known, by=str(by))
    except Refusal as refusal:
        return _list(request, fault=words_of(refusal), typed=given, status=status_of(refusal))
    messages.success(request, _("The warranties are kept.") if changed else _("Nothing was changed."))
    return redirect("admin_assets")


@staff(Permission.ADMINISTER)
@require_http_methods(["GET", "POST"])
def admin_asset_type_new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new type; POST makes it."""
    if request.method != "POST":
        return _form(request, AssetTypeForm())
    form = AssetTypeForm(request.POST)
    return _kept(request, form, lambda: form.cleaned_data["code"])


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_asset_type(request: HttpRequest, code: str) -> HttpResponse:
    """Show one type; POST describes it anew. Raises NoSuchAssetType."""
    kind = asset_type(current_city().id, code)
    if request.method != "POST":
        return _form(request, AssetTypeForm(kind=kind), kind)
    return _kept(request, AssetTypeForm(request.POST, kind=kind), lambda: kind.code, kind)


def _kept(
    request: HttpRequest, form: AssetTypeForm, code: Callable[[], str], kind: AssetTypeFacts | None = None
) -> HttpResponse:
    def act() -> str:
        actions.set_type(current_city().id, code(), by=str(actor(request)), **form.given())
        return code()

    def done(made: str) -> HttpResponse:
        messages.success(request, _("The type is kept."))
        return redirect("admin_asset_type", code=made)

    def again(form: AssetTypeForm, *, status: int) -> HttpResponse:
        return _form(request, form, kind, status=status)

    return administered(request, form, act, fields=_FIELDS, again=again, done=done)


def _list(
    request: HttpRequest, *, fault: str = "", typed: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    city_id = current_city().id
    types, held = asset_types(city_id, also_ended=True), warranties(city_id, on=today())
    ids = dict.fromkeys([*(topic_id for one in types for topic_id in one.topic_ids), *held])
    topics = [topic for topic_id in ids if (topic := city.topic(city_id, topic_id)) is not None]
    counts, shown = counts_of_types(city_id), typed or {}
    context = {
        "types": [(one, counts.get(one.id, 0), _topics(city_id, one)) for one in types],
        "topics": [(topic, shown.get(topic.code, held.get(topic.id, ""))) for topic in topics],
        "prefix": WARRANTY,
        "fault": fault,
        "lines": decisions(city_id, *KINDS),
        "may_change": may_administer(actor(request)),
    }
    return render(request, "admin/assets.html", context, status=status)


def _topics(city_id: int, kind: AssetTypeFacts) -> str:
    rows = (city.topic(city_id, topic_id) for topic_id in kind.topic_ids)
    return "، ".join(named(row) for row in rows if row is not None)


def _form(
    request: HttpRequest, form: AssetTypeForm, kind: AssetTypeFacts | None = None, *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "kind": kind,
        "datatypes": [(code, in_language(label)) for code, label in DATATYPES.items()],
        "may_change": may_administer(actor(request)),
    }
    return render(request, "admin/asset_type.html", context, status=status)


def _initial(kind: AssetTypeFacts | None) -> dict[str, Any]:
    if kind is None:
        return {}
    rows = (city.topic(kind.city_id, topic_id) for topic_id in kind.topic_ids)
    return {
        "name_fa": kind.name_fa,
        "name_en": kind.name_en,
        "topics": [row.code for row in rows if row is not None],
        "attributes": written_definitions(kind.attributes),
    }
