"""The paper form for outages of the phone or the system, and the screen on which it is entered afterwards."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from peygir.centre.contacts.actions import NoSuchContact, SheetIsEntered
from peygir.centre.contacts.words import OUTCOMES
from peygir.core.refusals import Refusal
from peygir.journey.paper import enter_paper
from peygir.people.channels import CONTACT_CHANNELS, Channel
from peygir.people.permissions import Permission
from peygir.people.queries import staff_who_work
from peygir.people.role_cache import roles_that_may
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.contact_forms import OutcomeForm
from peygir.web.kit.current_city import current_city
from peygir.web.kit.dates import example_day
from peygir.web.kit.form_fields import DayField, WallTime, set_choices
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import code_text, in_language, named

ON_A_SHEET: Final = 2
ON_PAPER: Final = ("reported", "answered", "follow_up", "agency", "complaint", "thanks", "wrong_number")
LONGEST_TALK: Final = timedelta(hours=3)
"""A call that ends before it began went past midnight, unless it would have been longer than this."""


_TOLD: Final = ("outcome", "reports", "name", "case_code", "agency_id", "notes", "key")


class PaperForm(OutcomeForm):
    """The fields of the paper form, in its order."""

    channel = forms.ChoiceField(label=gettext_lazy("How did they come to us?"))
    day = DayField(label=gettext_lazy("Day"))
    from_time = WallTime(label=gettext_lazy("From (time)"))
    to_time = WallTime(label=gettext_lazy("Until (time)"), required=False)
    operator = forms.ChoiceField(label=gettext_lazy("Operator who spoke"))
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)

    def __init__(self, by: Actor, data: QueryDict | None = None) -> None:
        given = {
            "key": uuid.uuid4().hex,
            "channel": Channel.PHONE,
            "day": example_day(),
            "operator": str(by.id),
            "outcome": "reported",
        }
        super().__init__(data, draft=given)
        people = [(str(row.pk), named(row)) for row in staff_who_work(roles_that_may(Permission.WORK_AT_CENTRE))]
        set_choices(self, "channel", [(channel, in_language(channel.label)) for channel in CONTACT_CHANNELS])
        set_choices(self, "operator", people)
        set_choices(self, "outcome", [(outcome, in_language(OUTCOMES[outcome])) for outcome in ON_PAPER])
        self.fields["from_time"].help_text = _("Like 08:00")
        self.fields["case_code"].help_text = _("For the follow-up of a case.")
        self.fields["agency"].help_text = _("For what is another agency's business.")

    def given(self) -> dict[str, Any]:
        """Return the values as `journey.paper.enter_paper` takes them."""
        values, zone, contact_values = self.cleaned_data, ZoneInfo(current_city().time_zone), super().given()
        began = datetime.combine(values["day"], values["from_time"], zone)
        end = datetime.combine(values["day"], values["to_time"], zone) if values["to_time"] else None
        if end is not None and end < began and end + timedelta(days=1) - began <= LONGEST_TALK:
            end += timedelta(days=1)
        return {
            "channel": values["channel"],
            "phone": values["phone"],
            "operator_id": int(values["operator"]),
            "began_at": began,
            "ended_at": end,
            **{name: contact_values[name] for name in _TOLD},
        }


@staff(Permission.WORK_AT_CENTRE)
@require_GET
def paper(request: HttpRequest) -> HttpResponse:
    """Show the form to print and keep beside the phones."""
    outcomes = [in_language(OUTCOMES[outcome]) for outcome in ON_PAPER]
    channels = [in_language(channel.label) for channel in CONTACT_CHANNELS]
    context = {"sheets": range(ON_A_SHEET), "outcomes": outcomes, "channels": channels}
    return render(request, "operator/paper.html", context)


@staff(Permission.WORK_AT_CENTRE)
@require_http_methods(["GET", "POST"])
def paper_enter(request: HttpRequest) -> HttpResponse:
    """Enter a filled-in paper form; afterwards the form is empty for the next one."""
    by = actor(request)
    form = PaperForm(by, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "operator/paper_enter.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        _number, receipts = enter_paper(current_city().code, by=by, **form.given())
    except NoSuchContact:
        raise
    except Refusal as refusal:
        if isinstance(refusal, SheetIsEntered):
            form.data = {**request.POST.dict(), "key": uuid.uuid4().hex}
        form.add_error(None, words_of(refusal))
        return render(request, "operator/paper_enter.html", {"form": form}, status=status_of(refusal))
    codes = _(", ").join(code_text(receipt.code) for receipt in receipts)
    words = _("The form is entered. The tracking code: %(codes)s") % {"codes": codes} if codes else ""
    messages.success(request, words or _("The form is entered."))
    return redirect("paper_enter")
