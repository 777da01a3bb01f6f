"""Signing up for the lot, with a proven phone."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from peygir.core.refusals import Missing, Refusal
from peygir.outlook.panel import actions
from peygir.outlook.panel import term_queries as queries
from peygir.outlook.panel.facts import PanelFacts
from peygir.outlook.panel.states import AgeGroup, PanelSex, PanelState
from peygir.web.kit import citizen_session
from peygir.web.kit.access import citizen
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.panel_words import choices_of, district_names
from peygir.web.kit.submitting import confirmed
from peygir.web.panel.own_seat import own_citizens


class LotForm(forms.Form):
    """What the lot needs to know of a volunteer."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=120, help_text=gettext_lazy("Only the panel's secretary sees it.")
    )
    district = forms.ChoiceField(label=gettext_lazy("District where you live"))
    age = forms.ChoiceField(label=gettext_lazy("Your age"), widget=forms.RadioSelect)
    sex = forms.ChoiceField(label=gettext_lazy("You are"), widget=forms.RadioSelect)
    agrees = forms.BooleanField(
        label=gettext_lazy(
            "I am at least 18, live in the city, and neither I nor anybody of my household holds a post in the "
            "municipality or the council. A code, my district, age group and sex may stand in the public list."
        )
    )

    def __init__(self, panel: PanelFacts, data: QueryDict | None = None) -> None:
        super().__init__(data)
        names = district_names(panel.city_id)
        set_choices(self, "district", [(code, names.get(code, code)) for code in panel.population])
        set_choices(self, "age", choices_of(AgeGroup))
        set_choices(self, "sex", choices_of(PanelSex))


@citizen
@require_http_methods(["GET", "POST"])
def panel_join(request: HttpRequest) -> HttpResponse:
    """Show the form of the lot, or the own code in it; POST enters it, or leaves it."""
    panel = queries.coming_panel(current_city().id)
    if panel is None or panel.state != PanelState.OPEN or today() > panel.sign_up_until:
        return render(request, "panel/join.html", {"panel": None, "waits": panel})
    own = own_citizens(request)
    if request.POST.get("deed") == "leave":
        confirmed(request, _("You are out of the lot."), lambda: actions.leave_lot(panel.id, own))
        return redirect("panel_join")
    form = LotForm(panel, request.POST if request.method == "POST" else None)
    context = {"panel": panel, "form": form, "code": queries.own_code(panel.id, own)}
    if request.method != "POST":
        return render(request, "panel/join.html", context)
    if not form.is_valid():
        return render(request, "panel/join.html", context, status=422)
    try:
        actions.join_lot(panel.id, citizen_session.phone_of(request), **form.cleaned_data)
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return render(request, "panel/join.html", context, status=status_of(refusal))
    messages.success(request, _("You are in the lot. If you are drawn, you get a message."))
    return redirect("panel_join")
