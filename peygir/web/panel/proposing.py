"""Members propose findings, vote on them, and ask whether an answered one is settled."""

import re

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from peygir.city import queries as city
from peygir.core.persian import ascii_digits
from peygir.core.refusals import Missing, Refusal
from peygir.outlook.panel import actions, term_queries
from peygir.outlook.panel import finding_queries as queries
from peygir.outlook.panel.actions import MemberHasInterest, NoSuchMotion
from peygir.outlook.panel.facts import PanelFacts
from peygir.outlook.panel.states import PanelVote
from peygir.web.kit.access import citizen
from peygir.web.kit.current_city import today
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import row_id
from peygir.web.kit.panel_words import choices_of, owed_parts
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import named
from peygir.web.panel.own_seat import member_of, own_citizens

_FIELDS = {"CasesAreNotPublic": "codes", "WordsArePersonal": "text", "ThingIsUnknown": "unit"}


class FindingProposalForm(forms.Form):
    """What a member finding_and_motion, about which unit, and the public cases that show it."""

    title = forms.CharField(label=gettext_lazy("What did you find, in one sentence?"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("How do you know, and what should the unit do?"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
    )
    unit = forms.ChoiceField(label=gettext_lazy("Which unit owes the answer?"))
    district = forms.ChoiceField(label=gettext_lazy("District"), required=False)
    programme = forms.ChoiceField(label=gettext_lazy("Programme"), required=False)
    codes = forms.CharField(
        label=gettext_lazy("Codes of the public cases that show it"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("Ten digits each, with a space between them."),
    )

    def __init__(self, panel: PanelFacts, data: QueryDict | None = None, *, codes: str = "") -> None:
        super().__init__(data, initial={"codes": codes})
        nothing = [("", "—")]
        set_choices(self, "unit", [*nothing, *((str(row.id), named(row)) for row in city.units(panel.city_id))])
        places = [(str(row.id), named(row)) for row in city.districts(panel.city_id, on=today())]
        set_choices(self, "district", [*nothing, *places])
        plans = [(str(pk), title) for pk, title in term_queries.public_programmes(panel.city_id)]
        set_choices(self, "programme", [*nothing, *plans])

    def list_of_codes(self) -> list[str]:
        """Return the codes that were typed, each once."""
        return list(dict.fromkeys(re.findall(r"\d{10}|\S+", ascii_digits(self.cleaned_data["codes"]))))


class VoteForm(forms.Form):
    """A member's vote."""

    vote = forms.ChoiceField(label=gettext_lazy("How do you vote?"), widget=forms.RadioSelect)

    def __init__(self, data: QueryDict | None = None, *, own: str = "") -> None:
        super().__init__(data, initial={"vote": own})
        set_choices(self, "vote", choices_of(PanelVote))


@citizen
@require_http_methods(["GET", "POST"])
def panel_finding_new(request: HttpRequest) -> HttpResponse:
    """Show the form of a finding; POST proposes it and opens the vote."""
    panel, _seat = member_of(request)
    code = request.GET.get("case", "")
    form = FindingProposalForm(
        panel,
        request.POST if request.method == "POST" else None,
        codes=code if code.isascii() and code.isdigit() else "",
    )
    if request.method != "POST":
        return render(request, "panel/finding_new.html", {"form": form, "panel": panel})
    if not form.is_valid():
        return render(request, "panel/finding_new.html", {"form": form, "panel": panel}, status=422)
    values = form.cleaned_data
    try:
        actions.propose_finding(
            panel.id,
            title=values["title"],
            text=values["text"],
            unit_id=row_id(values["unit"]) or 0,
            district_id=row_id(values["district"]),
            programme_id=row_id(values["programme"]),
            codes=form.list_of_codes(),
            own=own_citizens(request),
        )
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(_FIELDS.get(refusal.name), words_of(refusal))
        return render(request, "panel/finding_new.html", {"form": form, "panel": panel}, status=status_of(refusal))
    messages.success(request, _("The finding is before the panel. The members vote on it now."))
    return redirect("panel_desk")


@citizen
@require_http_methods(["GET", "POST"])
def panel_motion(request: HttpRequest, motion_id: int) -> HttpResponse:
    """Show what the panel votes on and how long; POST keeps the own vote."""
    panel, seat = member_of(request)
    finding_and_motion = queries.motion_of(panel.id, motion_id)
    if finding_and_motion is None:
        raise NoSuchMotion()
    finding, motion = finding_and_motion
    if queries.has_interest(seat.id, finding):
        raise MemberHasInterest()
    own = queries.own_vote(motion.id, seat.id)
    form = VoteForm(request.POST if request.method == "POST" else None, own=own)
    context = {
        "panel": panel,
        "finding": finding,
        "motion": motion,
        "form": form,
        "own": own,
        "is_open": motion.result == "open",
        "answers": owed_parts(finding.answers),
    }
    if request.method != "POST":
        return render(request, "panel/motion.html", context)
    if not form.is_valid():
        return render(request, "panel/motion.html", context, status=422)
    try:
        actions.cast_vote(panel.id, motion.id, vote=form.cleaned_data["vote"], own=own_citizens(request))
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return render(request, "panel/motion.html", context, status=status_of(refusal))
    messages.success(request, _("Your vote is kept."))
    return redirect("panel_motion", motion_id=motion.id)


@citizen
@require_POST
def panel_settle(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Open the vote on whether an answered finding is settled."""
    panel, _seat = member_of(request)
    own, done = own_citizens(request), _("The members vote now on whether it is settled.")
    confirmed(request, done, lambda: actions.propose_settling(panel.id, finding_id, own=own))
    return redirect("panel_desk")
