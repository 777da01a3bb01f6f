"""Changes that two people make: the list of them, one to decide about, and what is proposed about the public record."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.core.refusals import Missing, Refusal
from peygir.history.record.growing import record_folder
from peygir.history.record.turning import NewLogReason
from peygir.history.record.witnesses import WitnessKind, witnesses
from peygir.journey.two_person import confirm_two_person_change, propose_witness
from peygir.people.actions.two_person_changes import (
    NoSuchChange,
    propose_change,
    refusal_to_decide,
    refuse_change,
    withdraw_change,
)
from peygir.people.change_kinds import BY_COMMAND, BY_NIGHT, LONGEST_WHY, TwoPersonKind
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.people.rules import may_administer
from peygir.people.two_person_queries import ChangeByTwo, change_by_two, decided_changes, waiting_changes
from peygir.web.kit.access import actor, staff
from peygir.web.kit.actor_names import who
from peygir.web.kit.current_city import current_city
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.submitting import administered
from peygir.web.kit.templatetags.ui import in_language, language
from peygir.web.kit.two_person_words import change_rows, change_title, undone_words

_FIELDS: Final = {
    "WitnessKeyIsNotRight": "key",
    "WitnessIsKnown": "key",
    "WitnessNamesAreMissing": "name_fa",
    "WitnessAddressIsWrong": "address",
    "ChangeReasonIsMissing": "why",
}


@dataclass(frozen=True, slots=True)
class ChangePart:
    """A change in a list: what it does, by whom it was proposed, and how it was decided."""

    change: ChangeByTwo
    title: str
    proposed_by: str
    decided_by: str
    outcome: str


class WhyForm(forms.Form):
    """The reason of a proposal."""

    why = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Give the reason; it stays on record.")},
    )


class WitnessForm(WhyForm):
    """A witness that is proposed."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"))
    name_fa = forms.CharField(label=gettext_lazy("Name in Persian"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=80)
    key = forms.CharField(
        label=gettext_lazy("Public key of the witness"),
        help_text=gettext_lazy(
            "The line that the page or the command showed when the key was made. Compare it by telephone with theirs."
        ),
        max_length=200,
    )
    address = forms.CharField(
        label=gettext_lazy("Address of its service"),
        help_text=gettext_lazy("Only if it signs by itself (tlog-witness); else it hands its signatures in."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: object, **given: object) -> None:
        super().__init__(*args, **given)  # type: ignore[arg-type]
        set_choices(self, "kind", [(one.value, in_language(one.label)) for one in WitnessKind])


class NewLogForm(WhyForm):
    """Why a new log begins, and what is published about it."""

    reason = forms.ChoiceField(label=gettext_lazy("What happened"))
    note = forms.CharField(
        label=gettext_lazy("What everybody reads about it"),
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: object, **given: object) -> None:
        super().__init__(*args, **given)  # type: ignore[arg-type]
        set_choices(self, "reason", [(one.value, in_language(one.label)) for one in NewLogReason])


@staff(Permission.LOOK_AFTER, Permission.CONFIRM_ACCOUNTS)
@require_http_methods(["GET", "POST"])
def admin_record(request: HttpRequest) -> HttpResponse:
    """Show witnesses and key of the record; POST proposes a witness, its end, another key, or a new log."""
    if request.method != "POST":
        return _page(request)
    deed, by, city_id = request.POST.get("deed", ""), actor(request), current_city().id
    forms_of: dict[str, type[WhyForm]] = {"witness": WitnessForm, "new_log": NewLogForm}
    form = forms_of.get(deed, WhyForm)(request.POST)

    def act() -> int:
        given = dict(form.cleaned_data)
        why = given.pop("why")
        if deed == "witness":
            return propose_witness(city_id, **given, why=why, by=by)
        if deed == "new_log":
            content = {"why": given["reason"], "note": " ".join(given["note"].split())}
            return propose_change(city_id, TwoPersonKind.RECORD_LOG, "record", content, why=why, by=by)
        if deed == "new_key":
            key = record_folder(Path(settings.HOME)).text("key").strip()
            return propose_change(city_id, TwoPersonKind.RECORD_KEY, "record", {"key": key}, why=why, by=by)
        ended = next((one for one in witnesses() if f"end-{one.id}" == deed), None)
        if ended is None:
            raise NoSuchChange()
        content = {"witness": ended.id, "key": str(ended.key)}
        return propose_change(city_id, TwoPersonKind.WITNESS_END, ended.key.name[:120], content, why=why, by=by)

    def again(form: WhyForm, status: int = 200) -> HttpResponse:
        return _page(request, status=status, deed=deed, form=form)

    def done(change_id: int) -> HttpResponse:
        messages.success(request, _("Proposed: a second person must confirm it; until then nothing changes."))
        return redirect("admin_change", change_id=change_id)

    return administered(request, form, act, fields=_FIELDS, again=again, done=done)


@staff(Permission.LOOK_AFTER, Permission.CONFIRM_ACCOUNTS)
@require_GET
def admin_changes(request: HttpRequest) -> HttpResponse:
    """List the changes that wait for a second person, and the latest decisions."""
    city_id = current_city().id
    context = {"waiting": change_parts(waiting_changes(city_id)), "decided": change_parts(decided_changes(city_id))}
    return render(request, "admin/two_person_changes.html", context)


@staff(Permission.LOOK_AFTER, Permission.CONFIRM_ACCOUNTS)
@require_GET
def admin_change(request: HttpRequest, change_id: int) -> HttpResponse:
    """Show what a change would do."""
    return _change_page(request, _change(change_id))


@staff(Permission.LOOK_AFTER, Permission.CONFIRM_ACCOUNTS)
@require_POST
def admin_change_decide(request: HttpRequest, change_id: int) -> HttpResponse:
    """Confirm exactly what was shown, refuse it with a reason, or withdraw it."""
    change, by, city_id = _change(change_id), actor(request), current_city().id
    left = (
        _("Confirmed. The night publishes it.")
        if change.kind in BY_NIGHT
        else _("Confirmed. It takes effect when the command is run on the server.")
    )
    deeds: dict[str, Callable[[], str]] = {
        "confirm": lambda: (
            left
            if confirm_two_person_change(city_id, change_id, shown=request.POST.get("shown", ""), by=by)
            else _("Confirmed; it is in force.")
        ),
        "refuse": lambda: (
            refuse_change(city_id, change_id, reason=request.POST.get("reason", ""), by=by)
            or _("Refused; nothing was changed.")
        ),
        "withdraw": lambda: withdraw_change(city_id, change_id, by=by) or _("The proposal is withdrawn."),
    }
    act = deeds.get(request.POST.get("deed", ""))
    if act is None:
        raise NoSuchChange()
    try:
        done = act()
    except Missing:
        raise
    except Refusal as refusal:
        return _change_page(request, change, status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, done)
    return redirect("admin_changes")


def change_parts(changes: list[ChangeByTwo]) -> list[ChangePart]:
    """Return changes for a list, with the names of who proposed and decided them."""
    actors = {name for change in changes for name in (change.proposed_by, change.decided_by)}
    ids = {int(name.partition(":")[2]) for name in actors if name.startswith("staff:")}
    names = staff_names(ids, language())
    outcomes = {"confirmed": _("confirmed"), "refused": _("refused"), "withdrawn": _("withdrawn")}
    return [
        ChangePart(
            change,
            change_title(change),
            who(change.proposed_by, names),
            who(change.decided_by, names) if change.decided_by else "",
            outcomes.get(change.outcome, ""),
        )
        for change in changes
    ]


def _change(change_id: int) -> ChangeByTwo:
    change = change_by_two(current_city().id, change_id)
    if change is None:
        raise NoSuchChange()
    return change


def _change_page(request: HttpRequest, change: ChangeByTwo, *, status: int = 200, fault: str = "") -> HttpResponse:
    by = actor(request)
    barred = refusal_to_decide(by, change) if not change.outcome else None
    context = {
        "part": change_parts([change])[0],
        "change": change,
        "rows": change_rows(change),
        "undone": undone_words(change),
        "fault": fault,
        "barred": in_language(barred.text) if barred is not None else "",
        "may_decide": not change.outcome and barred is None,
        "may_withdraw": not change.outcome and may_administer(by),
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "admin/two_person_change.html", context, status=status)


def _page(request: HttpRequest, *, status: int = 200, deed: str = "", form: WhyForm | None = None) -> HttpResponse:
    folder, city_id = record_folder(Path(settings.HOME)), current_city().id
    waiting = [change for change in waiting_changes(city_id) if change.kind != TwoPersonKind.RETENTION]
    undone = [change for change in decided_changes(city_id) if change.is_undone and change.kind in BY_COMMAND]
    context = {
        "key": folder.text("key").strip(),
        "sizes": folder.head_sizes()[:1],
        "witnesses": [(one, in_language(WitnessKind.labels()[one.kind])) for one in witnesses()],
        "waiting": change_parts(waiting),
        "undone": change_parts(undone),
        "witness_form": form if deed == "witness" else WitnessForm(),
        "log_form": form if deed == "new_log" else NewLogForm(),
        "why_form": form if deed not in ("", "witness", "new_log") else WhyForm(),
        "deed": deed,
        "may_change": may_administer(actor(request)),
    }
    return render(request, "admin/record.html", context, status=status)
