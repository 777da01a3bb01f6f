"""Topics: the list, and each topic's name, texts and visibility from a day on; creating and ending topics."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from peygir.city import actions
from peygir.city import queries as city
from peygir.city.facts import FaceFacts, TopicFacts, in_force
from peygir.city.urgencies import Urgency
from peygir.core.persian import normalise
from peygir.core.refusals import Refusal
from peygir.history.kinds.city import TopicChanged
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import may_administer
from peygir.web.admin.decisions import decisions
from peygir.web.admin.topic_form import FACE, NewTopicForm, TopicForm
from peygir.web.kit.access import actor, staff
from peygir.web.kit.change_requests import URGENCIES, ChangePreview, PreviewRow, choice_of, hidden_of, yes_no
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.submitting import refuse
from peygir.web.kit.templatetags.ui import day, hours, in_language

_FIELDS: Final = {
    "DayIsPast": "since",
    "TopicHasNoName": "name_fa",
    "NameIsTaken": "name_fa",
    "SecretIsNotPublic": "is_public",
    "GroupIsUnknown": "group",
    "OwnerIsUnknown": "owner",
    "TopicHasNoHours": "ack_hours",
    "HoursAreWrong": "urgency",
}


@dataclass(frozen=True, slots=True)
class TopicLine:
    """One row of the list: the topic, its promised hours, its state, and what is planned."""

    topic: TopicFacts
    terms: Any
    state: str  # "open", "coming" or "ended"
    planned: date | None


@staff(Permission.LOOK_AFTER)
@require_GET
def admin_topics(request: HttpRequest) -> HttpResponse:
    """List the topics, filtered by text, group, attribute and state."""
    chosen = {name: request.GET.get(name, "").strip()[:60] for name in ("q", "group", "mark", "state")}
    every, on = city.every_topic(current_city().id), today()
    lines = [line for line in (_line(topic, on) for topic in every) if _fits(line, chosen)]
    groups = {topic.group_code: (topic.group_fa, topic.group_en) for topic in every}
    context = {
        "chosen": chosen,
        "lines": lines,
        "groups": [(code, in_language(names)) for code, names in sorted(groups.items())],
        "may_change": may_administer(actor(request)),
        "decisions": decisions(current_city().id, TopicChanged.kind),
    }
    return render(request, "admin/topics.html", context)


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_topic(request: HttpRequest, code: str) -> HttpResponse:
    """Show a topic, its planned changes, and the form that changes it from a day on."""
    topic = next((one for one in city.every_topic(current_city().id) if one.code == code), None)
    if topic is None:
        raise actions.TopicOrDistrictIsUnknown()
    if request.method != "POST":
        return _page(request, topic, TopicForm(initial=_initial(topic)))
    if not may_administer(actor(request)):
        raise NotYourWork()
    form = TopicForm(request.POST)
    if not form.is_valid() or request.POST.get("step") == "again":
        return _page(request, topic, form, status=200 if form.is_valid() else 422)
    since, face = form.cleaned_data["since"], form.face()
    if request.POST.get("step") != "do":
        lines = _changes(topic, face, form.cleaned_data["urgency"], since)
        if all(line.is_same for line in lines):
            form.add_error(None, words_of(actions.NothingDiffers()))
            return _page(request, topic, form, status=422)
        return _page(request, topic, form, preview=ChangePreview(lines, day(since), hidden_of(request), _notes(face)))
    try:
        actions.change_topic(
            current_city().id,
            code,
            face=face,
            urgency=form.cleaned_data["urgency"],
            since=since,
            by=str(actor(request)),
        )
    except Refusal as refusal:
        refuse(form, refusal, _FIELDS)
        return _page(request, topic, form, status=status_of(refusal))
    messages.success(request, _("The topic is changed from %(day)s; it can be taken back below.") % {"day": day(since)})
    return redirect("admin_topic", code)


@staff(Permission.ADMINISTER)
@require_http_methods(["GET", "POST"])
def admin_topic_new(request: HttpRequest) -> HttpResponse:
    """Create a topic."""
    form = NewTopicForm(request.POST or None)
    if request.method != "POST" or not form.is_valid() or request.POST.get("step") == "again":
        return _new(request, form, status=422 if form.is_bound and not form.is_valid() else 200)
    since = form.cleaned_data["since"]
    if request.POST.get("step") != "do":
        return _new(request, form, preview=ChangePreview(_new_lines(form), day(since), hidden_of(request)))
    try:
        code = actions.add_topic(current_city().id, since=since, by=str(actor(request)), **form.given())
    except Refusal as refusal:
        refuse(form, refusal, _FIELDS)
        return _new(request, form, status=status_of(refusal))
    messages.success(request, _("The new topic can be chosen from %(day)s on.") % {"day": day(since)})
    return redirect("admin_topic", code)


def _new(
    request: HttpRequest, form: NewTopicForm, *, status: int = 200, preview: ChangePreview | None = None
) -> HttpResponse:
    context = {"form": form, "preview": preview, "here": reverse("admin_topic_new"), "back": reverse("admin_topics")}
    return render(request, "admin/topic_new.html", context, status=status)


def _page(
    request: HttpRequest, topic: TopicFacts, form: TopicForm, *, status: int = 200, preview: ChangePreview | None = None
) -> HttpResponse:
    faces, on = city.topic_faces(current_city().id, topic.id), today()
    address = reverse("admin_topic", args=[topic.code])
    context = {
        "topic": topic,
        "line": _line(topic, on),
        "form": form,
        "preview": preview,
        "here": address,
        "back": address,
        "versions": [face for face in reversed(faces) if face.valid_from != face.valid_to],
        "urgency": choice_of(URGENCIES, getattr(city.terms_of(topic.id, on=on), "urgency", "")),
        "may_change": may_administer(actor(request)),
        "decisions": decisions(current_city().id, TopicChanged.kind, about=topic.code),
    }
    return render(request, "admin/topic.html", context, status=status)


def _line(topic: TopicFacts, on: date) -> TopicLine:
    faces = [face for face in city.topic_faces(topic.city_id, topic.id) if face.valid_from != face.valid_to]
    planned = min((face.valid_from for face in faces if face.valid_from > on), default=None)
    is_coming = not topic.is_open and planned is not None and not any(face.valid_from <= on for face in faces)
    state = "open" if topic.is_open else "coming" if is_coming else "ended"
    terms = city.terms_of(topic.id, on=planned if is_coming and planned is not None else on)
    return TopicLine(topic, terms, state, planned)


def _fits(topic_line: TopicLine, chosen: dict[str, str]) -> bool:
    topic, search_text = topic_line.topic, normalise(chosen["q"])
    text = normalise(f"{topic.code} {topic.name_fa} {topic.name_en} {topic.words_fa} {topic.words_en}")
    marks = {
        "": True,
        "public": topic.is_public and not topic.is_confidential,
        "hidden": not topic.is_public,
        "sensitive": topic.is_confidential,
        "urgent": topic_line.terms is not None and topic_line.terms.urgency == Urgency.URGENT,
    }
    is_there = {"": topic_line.state != "ended", "all": True}.get(chosen["state"], topic_line.state == chosen["state"])
    return (
        search_text in text
        and chosen["group"] in ("", topic.group_code)
        and marks.get(chosen["mark"], True)
        and is_there
    )


def _standing(topic: TopicFacts, on: date) -> dict[str, Any]:
    """Return a topic's values on a day: of the decision then in force, else the current ones."""
    face: FaceFacts | TopicFacts = in_force(city.topic_faces(topic.city_id, topic.id), on) or topic
    ended = face.is_ended if isinstance(face, FaceFacts) else not topic.is_open
    is_public = face.is_public and not face.is_confidential
    return {name: getattr(face, name) for name in FACE[:5]} | {"is_public": is_public, "is_ended": ended}


def _initial(topic: TopicFacts) -> dict[str, Any]:
    coming = [face.valid_from for face in city.topic_faces(topic.city_id, topic.id)]
    on = max([today(), *coming]) if not topic.is_open and coming else today()
    terms = city.terms_of(topic.id, on=on)
    return _standing(topic, on) | {"urgency": terms.urgency if terms is not None else ""}


def _changes(topic: TopicFacts, face: Mapping[str, object], urgency: str, since: date) -> list[PreviewRow]:
    before, terms = _standing(topic, since), city.terms_of(topic.id, on=since)
    names = {
        "name_fa": _("Name in Persian"),
        "name_en": _("Name in English"),
        "words_fa": _("Words for citizens, Persian"),
        "words_en": _("Words for citizens, English"),
        "is_public": _("On the public map"),
        "is_confidential": _("Sensitive: seen by the inspectorate alone"),
        "is_ended": _("Ended"),
    }
    lines = [PreviewRow(words, _said(before[name]), _said(face[name])) for name, words in names.items()]
    was = terms.urgency if terms is not None else ""
    return [*lines, PreviewRow(_("Urgency"), choice_of(URGENCIES, was), choice_of(URGENCIES, urgency or was))]


def _said(value: object) -> str:
    return yes_no(value) if isinstance(value, bool) else str(value) or "—"


def _notes(face: Mapping[str, object]) -> tuple[str, ...]:
    if face["is_ended"]:
        return (_("Cases of this topic that are open go on; from that day nobody can choose it any more."),)
    return (_("Cases that are open keep what they were promised."),)


def _new_lines(form: NewTopicForm) -> list[PreviewRow]:
    given = form.cleaned_data
    owner = dict(form.owners()).get(given["owner"], "")
    promised = _("acknowledge %(ack)s · finish %(due)s") % {
        "ack": hours(given["ack_hours"]) or "—",
        "due": hours(given["due_hours"]) or "—",
    }
    pairs = (
        (_("Name in Persian"), given["name_fa"]),
        (_("Name in English"), given["name_en"]),
        (_("Group of topics"), dict(form.groups()).get(given["group"], "")),
        (_("Urgency"), choice_of(URGENCIES, given["urgency"])),
        (_("Hours"), promised),
        (_("Who takes it"), owner),
        (_("On the public map"), yes_no(given["is_public"])),
    )
    return [PreviewRow(what, "—", str(value) or "—") for what, value in pairs]
