"""The IVR menu: as callers hear it, the form that writes its next version, and its dialplan."""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from peygir.centre.contacts import actions, queries
from peygir.centre.contacts.queries import MenuFacts, MenuKeyFacts
from peygir.centre.contacts.words import DEEDS, KEYS
from peygir.core import clock
from peygir.core.jalali import format_numeric
from peygir.core.refusals import Refusal
from peygir.desks.surveys import queries as surveyed
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, start_of, today
from peygir.web.kit.dates import example_day
from peygir.web.kit.form_fields import DayField, WholeNumber, set_choices
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import digits, in_language, language

MAIN: Final = "main"


class MenuForm(forms.Form):
    """A menu's next version; its keys are forms of their own."""

    code = forms.CharField(label=gettext_lazy("Short name"), max_length=20)
    name_fa = forms.CharField(label=gettext_lazy("Name in Persian"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=80, required=False)
    greeting = forms.CharField(label=gettext_lazy("Sound of the greeting"), max_length=80)
    greeting_words = forms.CharField(
        label=gettext_lazy("Words of the greeting"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    consent = forms.CharField(label=gettext_lazy("Sound that tells of the recording"), max_length=80, required=False)
    consent_words = forms.CharField(
        label=gettext_lazy("Its words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    wait_seconds = WholeNumber(label=gettext_lazy("Seconds to wait for a key"), min_value=1, max_value=30)
    repeats = WholeNumber(label=gettext_lazy("How often it is said"), min_value=1, max_value=5)
    otherwise_queue = forms.CharField(label=gettext_lazy("Queue of who presses nothing"), max_length=40)
    from_day = DayField(
        label=gettext_lazy("In force from"),
        required=False,
        help_text=gettext_lazy("Empty: from now on."),
    )


class MenuKeyForm(forms.Form):
    """One key of the menu; without an action the key does nothing."""

    deed = forms.ChoiceField(label=gettext_lazy("What it does"), required=False)
    name_fa = forms.CharField(label=gettext_lazy("Name in Persian"), max_length=80, required=False)
    target = forms.CharField(label=gettext_lazy("Queue, menu, sound, box or number"), max_length=40, required=False)
    prompt = forms.CharField(label=gettext_lazy("Sound"), max_length=80, required=False)
    season_code = forms.CharField(label=gettext_lazy("Campaign"), max_length=40, required=False)
    from_on = DayField(label=gettext_lazy("From"), required=False)
    to_on = DayField(label=gettext_lazy("Last day"), required=False)

    def __init__(self, key: str, data: QueryDict | None = None, *, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, prefix=f"key-{KEYS.index(key)}", initial=initial)
        self.key = key
        deeds = [("", "—"), *((deed, in_language(words)) for deed, words in DEEDS.items())]
        set_choices(self, "deed", deeds)

    def new(self) -> actions.NewKey | None:
        """Return the key, or None if it does nothing."""
        return actions.NewKey(key=self.key, **self.cleaned_data) if self.cleaned_data["deed"] else None


@staff(Permission.LEAD_CENTRE)
@require_http_methods(["GET", "POST"])
def centre_menu(request: HttpRequest) -> HttpResponse:
    """Show the menu in force and the form of the next version."""
    city_facts, now = current_city(), clock.now()
    code = request.GET.get("code", MAIN)
    menu = queries.menu_in_force(city_facts.id, code, now)
    if request.method != "POST":
        return _page(request, menu, _filled(menu, code), _keys(menu))
    form, keys = MenuForm(request.POST), [MenuKeyForm(key, request.POST) for key in KEYS]
    if not all([form.is_valid(), *(key.is_valid() for key in keys)]):
        return _page(request, menu, form, keys, status=422)
    values = dict(form.cleaned_data)
    day = values.pop("from_day")
    new = actions.NewMenu(keys=[one for key in keys if (one := key.new())], **values)
    try:
        actions.keep_menu(city_facts.id, new, from_at=start_of(day) if day else None, by=actor(request))
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, menu, form, keys, status=status_of(refusal))
    messages.success(request, _("The new version of the menu is saved. Load its dialplan into the exchange."))
    return redirect("centre_menu")


@staff(Permission.LEAD_CENTRE)
@require_GET
def centre_dialplan(request: HttpRequest) -> HttpResponse:
    """Return the menus in force and the survey's question as text for extensions.conf."""
    here, now = current_city(), clock.now()
    menus = queries.dialplan(
        queries.menus_in_force(here.id, now), zone=here.time_zone, written_at=now, technology=settings.PBX_TECHNOLOGY
    )
    text = f"{menus}\n{surveyed.dialplan()}"
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="extensions_peygir.conf"'
    return answer


def _filled(menu: MenuFacts | None, code: str) -> MenuForm:
    if menu is None:
        first = {"code": code, "wait_seconds": 5, "repeats": 2, "otherwise_queue": "137", "greeting": "137-welcome"}
        return MenuForm(initial=first)
    return MenuForm(initial={name: getattr(menu, name) for name in MenuForm.base_fields if name != "from_day"})


def _keys(menu: MenuFacts | None) -> list[MenuKeyForm]:
    known = {key.key: key for key in menu.keys} if menu else {}
    return [MenuKeyForm(key, initial=_of_key(known.get(key))) for key in KEYS]


def _of_key(key: MenuKeyFacts | None) -> dict[str, Any]:
    if key is None:
        return {}
    values = {name: getattr(key, name) for name in MenuKeyForm.base_fields}
    for name in ("from_on", "to_on"):
        day = values[name]
        values[name] = "" if day is None else digits(format_numeric(day)) if language() == "fa" else day.isoformat()
    return values


def _page(
    request: HttpRequest, menu: MenuFacts | None, form: MenuForm, keys: list[MenuKeyForm], *, status: int = 200
) -> HttpResponse:
    city_facts = current_city()
    heard = [(key, queries.is_on(key, today())) for key in menu.keys] if menu else []
    context = {
        "menu": menu,
        "heard": heard,
        "form": form,
        "keys": keys,
        "example": example_day(),
        "deeds": DEEDS,
        "codes": queries.menu_codes(city_facts.id),
        "versions": queries.versions_of(city_facts.id, menu.code) if menu else [],
    }
    return render(request, "centre/menu.html", context, status=status)
