"""Petitions: the list, one petition with its answer, signing by a proven phone, and writing a new one."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from peygir.core import clock
from peygir.core.phones import mask_phone
from peygir.core.refusals import Missing, Refusal
from peygir.outlook.panel import actions, term_queries
from peygir.outlook.panel import petition_queries as queries
from peygir.outlook.panel.actions import NoSuchPetition
from peygir.outlook.panel.finding_facts import PetitionFacts
from peygir.people.actions import count_use
from peygir.web.kit import citizen_session
from peygir.web.kit.access import citizen, public
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.panel_words import owed_parts
from peygir.web.kit.submitting import confirmed

PETITIONS = 3
"""Petitions that one phone may write in a day."""
SIGNATURES = 200
_DAY = 86_400


class PetitionForm(forms.Form):
    """What citizens ask for."""

    title = forms.CharField(label=gettext_lazy("What do you ask for?"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Why, and what would be better then?"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        help_text=gettext_lazy("No names and no numbers of persons. Everybody reads it."),
    )


@public()
@never_cache
@require_GET
def petitions(request: HttpRequest) -> HttpResponse:
    """List the petitions: those that can be signed, and those that ended."""
    now, rows = clock.now(), queries.petitions(current_city().id)
    context = {
        "open": [row for row in rows if row.is_signable(now)],
        "over": [row for row in rows if not row.is_signable(now)],
        "reviews": queries.count_reviews(current_city().id, now),
        "refused": sum(queries.count_refused(current_city().id).values()),
        "panel": term_queries.working_panel(current_city().id),
    }
    return render(request, "panel/petitions.html", context)


@public()
@never_cache
@require_GET
def petition(request: HttpRequest, petition_id: int) -> HttpResponse:
    """Show a petition: how many have signed, until when, and the answer."""
    row = _petition(petition_id)
    context = {"petition": row, "is_signable": row.is_signable(clock.now()), "answers": owed_parts(row.answers)}
    return render(request, "panel/petition.html", context)


@citizen
@never_cache
@require_http_methods(["GET", "POST"])
def petition_sign(request: HttpRequest, petition_id: int) -> HttpResponse:
    """Show whether the proven phone has signed; POST signs, or takes the signature back."""
    row, phone = _petition(petition_id), citizen_session.phone_of(request)
    if request.method == "POST":
        count_use("petition_sign", phone, SIGNATURES, _DAY)
        if request.POST.get("deed") == "withdraw":
            done = _("Your signature is taken back.")
            confirmed(request, done, lambda: actions.unsign_petition(row.id, phone))
        else:
            done = _("You have signed. Thank you.")
            confirmed(request, done, lambda: actions.sign_petition(row.id, phone))
        return redirect("petition_sign", petition_id=row.id)
    context = {
        "petition": row,
        "is_signable": row.is_signable(clock.now()),
        "has_signed": queries.has_signed(row.id, phone),
        "phone": mask_phone(phone),
    }
    return render(request, "panel/petition_sign.html", context)


@citizen
@require_http_methods(["GET", "POST"])
def petition_new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new petition; POST keeps it for the secretary to look at."""
    panel = term_queries.working_panel(current_city().id)
    form = PetitionForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "panel": panel}
    if request.method != "POST" or panel is None:
        return render(request, "panel/petition_new.html", context)
    if not form.is_valid():
        return render(request, "panel/petition_new.html", context, status=422)
    phone = citizen_session.phone_of(request)
    try:
        count_use("petition", phone, PETITIONS, _DAY)
        actions.make_petition(panel.id, phone, title=form.cleaned_data["title"], text=form.cleaned_data["text"])
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error("text" if refusal.name == "WordsArePersonal" else None, words_of(refusal))
        return render(request, "panel/petition_new.html", context, status=status_of(refusal))
    done = _(
        "Your petition is in. Somebody looks at it within five working days. If nobody does in ten, it opens by itself."
    )
    messages.success(request, done)
    return redirect("petitions")


def _petition(petition_id: int) -> PetitionFacts:
    """Return a petition that was opened. Raises NoSuchPetition."""
    row = queries.petition(current_city().id, petition_id)
    if row is None:
        raise NoSuchPetition()
    return row
