"""Message texts: the text of every message the city sends, from a day on, with a preview on a phone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.core import clock, translation
from peygir.core.refusals import Missing, Refusal
from peygir.core.short_message import Length
from peygir.core.translation import citizen_languages
from peygir.core.words import plain
from peygir.desks.answers import actions
from peygir.desks.answers.message_names import KINDS as MESSAGE_NAMES
from peygir.desks.answers.readers import languages_of
from peygir.desks.answers.texts import MAX_BODY, MAX_SUBJECT, NEEDED, VARIABLES, faults_in
from peygir.desks.answers.wording import Wording, as_read, sample_values, versions, wording, wordings
from peygir.history.kinds.city import MessageTextChanged
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import may_manage_people
from peygir.web.admin.decisions import decisions
from peygir.web.admin.text_words import VARIABLE_WORDS, WHEN
from peygir.web.kit.access import actor, staff
from peygir.web.kit.change_requests import since_field
from peygir.web.kit.current_city import current_city, zone
from peygir.web.kit.dates import example_day
from peygir.web.kit.form_fields import with_example
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.submitting import confirmed, refuse
from peygir.web.kit.templatetags.ui import day, digits, direction, in_language

_FIELDS: Final = {
    "DayIsPast": "since",
    "TextIsEmpty": "body",
    "TextIsTooLong": "body",
    "BracesAreWrong": "body",
    "TextHasUnknownVariable": "body",
    "TextLacksItsLink": "body",
}


class NoSuchText(Missing):
    """There is no such message, or not in that language."""

    message = translation.gettext_lazy("There is no such message in that language.")


class TextForm(forms.Form):
    """The text of a message, and the day from which it is used."""

    body = forms.CharField(
        label=gettext_lazy("Words of the message"),
        max_length=MAX_BODY * 2,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    subject = forms.CharField(label=gettext_lazy("Subject, for mail"), max_length=MAX_SUBJECT, required=False)
    since = since_field(help_text=gettext_lazy("Today: from this moment on."))

    def __init__(self, kind: str, data: QueryDict | None = None, *, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        self._kind = kind
        with_example(self, "since")

    def clean(self) -> dict[str, Any]:
        """Report every fault of the text, one error each."""
        values = super().clean() or {}
        for fault in faults_in(self._kind, plain(values.get("body", "")), values.get("subject", "")):
            self.add_error("body", digits(words_of(fault)))
        return values


@dataclass(frozen=True, slots=True)
class Phone:
    """The preview: the phone's clock, the message, its length, and its faults."""

    clock: str
    language: str
    body: str
    length: str
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextLine:
    """One language of a row in the list."""

    wording: Wording
    length: str


@dataclass(frozen=True, slots=True)
class TextRow:
    """One message kind in each of its languages."""

    kind: str
    name: str
    when: str
    texts: list[TextLine]


@staff(Permission.LOOK_AFTER)
@require_GET
def admin_texts(request: HttpRequest) -> HttpResponse:
    """List every message in each of its languages."""
    now = clock.now()
    samples = {language: sample_values(current_city().id, language, now) for language in citizen_languages()}
    rows: dict[str, TextRow] = {}
    for text_wording in wordings(now):
        kind = text_wording.kind
        row = rows.setdefault(kind, TextRow(kind, in_language(MESSAGE_NAMES[kind]), str(WHEN[kind]), []))
        row.texts.append(
            TextLine(
                text_wording,
                length_words(as_read(text_wording.kind, text_wording.body, samples[text_wording.language])[1]),
            )
        )
    context = {
        "rows": list(rows.values()),
        "languages": citizen_languages(),
        "may_change": may_manage_people(actor(request)),
        "decisions": decisions(current_city().id, MessageTextChanged.kind),
    }
    return render(request, "admin/texts.html", context)


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_text(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Show one message in one language; POST previews the text, then puts it into force."""
    wording = _found(kind, language)
    if request.method != "POST":
        form = TextForm(kind, initial={"body": wording.body, "subject": wording.subject, "since": example_day()})
        return _page(request, wording, form)
    if not may_manage_people(actor(request)):
        raise NotYourWork()
    form = TextForm(kind, request.POST)
    if not form.is_valid():
        return _page(request, wording, form, status=422)
    values = form.cleaned_data
    if request.POST.get("step") != "do":
        return _page(request, wording, form, is_preview=True, since_words=day(values["since"]))
    try:
        actions.set_text(
            current_city().id,
            kind,
            language=language,
            subject=values["subject"],
            body=values["body"],
            since=values["since"],
            by=actor(request),
        )
    except Refusal as refusal:
        refuse(form, refusal, _FIELDS)
        return _page(request, wording, form, status=status_of(refusal))
    messages.success(request, _("These words are said from %(day)s.") % {"day": day(values["since"])})
    return redirect("admin_text", kind, language)


@staff(Permission.LOOK_AFTER)
@require_POST
def admin_text_look(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Return the preview alone, for the text now in the form."""
    found = _found(kind, language)
    return render(request, "admin/handset.html", {"phone": _phone(found, request.POST.get("body", "")[: MAX_BODY * 2])})


@staff(Permission.LOOK_AFTER)
@require_POST
def admin_text_undo(request: HttpRequest, number: int) -> HttpResponse:
    """Undo a decision: the earlier text is used again."""
    confirmed(
        request,
        _("The decision is undone."),
        lambda: actions.take_back_text(current_city().id, number, by=actor(request)),
    )
    return redirect("admin_texts")


def length_words(length: Length) -> str:
    """Return the length of a message, and the number of SMS parts it takes."""
    if length.parts <= 1:
        return _("%(units)s characters: one short message") % {"units": digits(length.units)}
    return _("%(units)s characters: %(parts)s short messages") % {
        "units": digits(length.units),
        "parts": digits(length.parts),
    }


def _found(kind: str, language: str) -> Wording:
    text_wording = wording(kind, language, clock.now())
    if text_wording is None:
        raise NoSuchText()
    return text_wording


def _phone(wording: Wording, body: str) -> Phone:
    now = clock.now()
    read, length = as_read(wording.kind, plain(body), sample_values(current_city().id, wording.language, now))
    faults = tuple(digits(words_of(fault)) for fault in faults_in(wording.kind, plain(body), ""))
    return Phone(digits(f"{now.astimezone(zone()):%H:%M}"), wording.language, read, length_words(length), faults)


def _page(
    request: HttpRequest,
    wording: Wording,
    form: TextForm,
    *,
    status: int = 200,
    is_preview: bool = False,
    since_words: str = "",
) -> HttpResponse:
    name, when = in_language(MESSAGE_NAMES[wording.kind]), WHEN[wording.kind]
    needed = NEEDED.get(wording.kind, ())
    label: Callable[[str], str] = lambda one: str(VARIABLE_WORDS.get(one, one))  # noqa: E731
    order = sorted(VARIABLES[wording.kind], key=lambda one: (one not in needed, one))
    phone = _phone(wording, str(form["body"].value() or ""))
    context = {
        "kind": wording.kind,
        "wording": wording,
        "name": name,
        "when": when,
        "form": form,
        "direction": direction(wording.language),
        "since_words": since_words,
        "languages": languages_of(wording.kind),
        "variables": [(one, label(one), one in needed) for one in order],
        "is_preview": is_preview,
        "phone": Phone(phone.clock, phone.language, phone.body, phone.length),
        "versions": versions(wording.kind, wording.language),
        "may_change": may_manage_people(actor(request)),
        "here": reverse("admin_text", args=[wording.kind, wording.language]),
        "decisions": decisions(current_city().id, MessageTextChanged.kind, about=wording.kind),
    }
    return render(request, "admin/text.html", context, status=status)
