"""A case's history told in plain words: to the public without any person, to staff with all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from peygir.web.kit import agency_words, case_words, clock_words
from peygir.web.kit.actor_names import who
from peygir.web.kit.clock_words import Words
from peygir.web.kit.parts import TimelineLine


@dataclass(frozen=True, slots=True)
class _Telling:
    """How one kind of event looks and reads; `is_public` for the ones that the citizen needs."""

    icon: str
    tone: str
    words: Words
    is_public: bool = True


def _said(text: str) -> Words:
    return lambda data: _(text)


_TELLINGS: Final[dict[str, _Telling]] = {
    "case_opened": _Telling("inbox", "tone-info", _said(gettext_noop("The report was received."))),
    "report_joined": _Telling("users", "tone-info", _said(gettext_noop("Another citizen reported the same."))),
    "case_in_incident": _Telling(
        "siren", "tone-orange", _said(gettext_noop("Many people report the same from around here at this time."))
    ),
    "photos_received": _Telling("camera", "tone-quiet", case_words.photos),
    "photo_ready": _Telling("image", "tone-quiet", _said(gettext_noop("A photo was made ready.")), False),
    "photo_refused": _Telling("image", "tone-orange", _said(gettext_noop("A photo could not be read.")), False),
    "case_read": _Telling("sparkles", "tone-quiet", _said(gettext_noop("Topic and place were read.")), False),
    "case_referred": _Telling("send", "tone-info", case_words.referred),
    "promises_given": _Telling("handshake", "tone-work", clock_words.promised),
    "promises_renewed": _Telling("handshake", "tone-work", clock_words.renewed),
    "promises_moved": _Telling("calendar-days", "tone-yellow", clock_words.moved_with_days),
    "clock_paused": _Telling("circle-pause", "tone-quiet", clock_words.stopped),
    "clock_resumed": _Telling("circle-play", "tone-quiet", clock_words.goes_on),
    "visit_made": _Telling("map-pin", "tone-work", _said(gettext_noop("Somebody of the unit visited the place."))),
    "replan_asked": _Telling(
        "hourglass",
        "tone-quiet",
        clock_words.more_time(gettext_noop("The unit asked for more time, until %(due)s. Reason: %(reason)s.")),
    ),
    "replan_granted": _Telling(
        "calendar-clock",
        "tone-yellow",
        clock_words.more_time(
            gettext_noop(
                "The centre granted more time, until %(due)s. Reason: %(reason)s. The first promise still counts."
            )
        ),
    ),
    "replan_refused": _Telling(
        "hourglass",
        "tone-quiet",
        clock_words.more_time(gettext_noop("The centre did not grant more time; the promise stays as it is.")),
    ),
    "case_climbed": _Telling("bell-ring", "tone-orange", clock_words.escalated, False),
    "case_returned": _Telling("undo-2", "tone-orange", case_words.returned),
    "case_accepted": _Telling("hammer", "tone-work", _said(gettext_noop("The unit took it in hand."))),
    "case_assigned": _Telling("user-round", "tone-quiet", _said(gettext_noop("It was handed to a colleague.")), False),
    "case_moved": _Telling("building-2", "tone-quiet", case_words.moved),
    "case_paused": _Telling("circle-pause", "tone-yellow", case_words.paused),
    "case_scheduled": _Telling(
        "calendar-clock", "tone-work", _said(gettext_noop("It needs money and went into the programme."))
    ),
    "case_declined": _Telling("ban", "tone-quiet", _said(gettext_noop("The expert says that no action is needed."))),
    "case_referred_out": _Telling("building-2", "tone-quiet", agency_words.told),
    "agency_chase_due": _Telling("clock-alert", "tone-orange", agency_words.chase_due, False),
    "agency_chased": _Telling("phone-call", "tone-quiet", agency_words.asked_again),
    "agency_answered": _Telling("message-square-text", "tone-info", agency_words.answered),
    "agency_told_more": _Telling("message-square-text", "tone-info", agency_words.told_more),
    "media_named": _Telling(
        "image", "tone-quiet", _said(gettext_noop("The address of a picture came with it.")), False
    ),
    "update_received": _Telling(
        "message-square-text", "tone-quiet", _said(gettext_noop("The system that sent the report told more.")), False
    ),
    "case_finished": _Telling("circle-check", "tone-good", _said(gettext_noop("The unit says that it is done."))),
    "evidence_received": _Telling("camera", "tone-quiet", _said(gettext_noop("A photo of the work arrived.")), False),
    "evidence_ready": _Telling(
        "image", "tone-quiet", _said(gettext_noop("The photo of the work was made ready.")), False
    ),
    "evidence_refused": _Telling(
        "image", "tone-orange", _said(gettext_noop("The photo of the work could not be read.")), False
    ),
    "case_confirmed": _Telling(
        "badge-check", "tone-good", _said(gettext_noop("The citizen confirmed that it is fixed."))
    ),
    "case_reopened": _Telling("rotate-ccw", "tone-red", case_words.reopened),
    "case_closed": _Telling("archive", "tone-quiet", case_words.closed),
    "case_merged": _Telling(
        "git-merge", "tone-quiet", _said(gettext_noop("It was joined with another case about the same thing."))
    ),
    "case_took_in": _Telling(
        "git-merge", "tone-quiet", _said(gettext_noop("Another case about the same thing was joined to it."))
    ),
    "case_gave_back": _Telling("split", "tone-quiet", _said(gettext_noop("A joined case was taken apart again."))),
    "case_split": _Telling(
        "split", "tone-info", _said(gettext_noop("It was taken apart from the other case and starts anew."))
    ),
    "case_withdrawn": _Telling("circle-x", "tone-quiet", _said(gettext_noop("The reporter took it back."))),
    "report_left": _Telling(
        "circle-x", "tone-quiet", _said(gettext_noop("One of those who reported it took the own report back."))
    ),
    "report_owned": _Telling(
        "badge-check", "tone-quiet", _said(gettext_noop("The phone's holder said that the report is theirs.")), False
    ),
    "report_disowned": _Telling(
        "circle-x",
        "tone-orange",
        _said(gettext_noop("The phone's holder said that somebody else gave the number.")),
        False,
    ),
    "promise_broken": _Telling("triangle-alert", "tone-red", clock_words.broken),
    "phone_looked_at": _Telling(
        "eye", "tone-quiet", _said(gettext_noop("The reporter's number was looked at.")), False
    ),
    "photo_shown": _Telling(
        "eye", "tone-quiet", _said(gettext_noop("A photo of the report was put on the public page.")), False
    ),
    "photo_hidden": _Telling(
        "eye-off", "tone-quiet", _said(gettext_noop("A photo of the report was taken off the public page.")), False
    ),
    "evidence_shown": _Telling(
        "eye", "tone-quiet", _said(gettext_noop("A photo of the work was put on the public page.")), False
    ),
    "evidence_hidden": _Telling(
        "eye-off", "tone-quiet", _said(gettext_noop("A photo of the work was taken off the public page.")), False
    ),
    "note_shown": _Telling(
        "eye", "tone-quiet", _said(gettext_noop("The unit's answer was looked at and put on the public page.")), False
    ),
    "note_hidden": _Telling(
        "eye-off", "tone-quiet", _said(gettext_noop("The unit's answer was taken off the public page.")), False
    ),
    "words_offered": _Telling(
        "message-square-text", "tone-quiet", _said(gettext_noop("The reporter lets everybody read these words.")), False
    ),
    "words_shown": _Telling(
        "eye", "tone-quiet", _said(gettext_noop("The reporter's words were put on the public page, masked.")), False
    ),
    "words_hidden": _Telling(
        "eye-off", "tone-quiet", _said(gettext_noop("The reporter's words were taken off the public page.")), False
    ),
    "words_withdrawn": _Telling(
        "eye-off", "tone-quiet", _said(gettext_noop("The reporter took the words back from the public page.")), False
    ),
    "case_surveyed": _Telling(
        "thumbs-up", "tone-quiet", _said(gettext_noop("A reporter was drawn for the survey.")), False
    ),
    "survey_answered": _Telling("thumbs-up", "tone-info", case_words.surveyed, False),
    "answer_unclear": _Telling(
        "message-square-text",
        "tone-orange",
        _said(gettext_noop("The citizen's answer was unclear: please read it.")),
        False,
    ),
    "note_added": _Telling("pencil-line", "tone-quiet", _said(gettext_noop("Note")), False),
}


def _values(event: Any) -> dict[str, Any]:
    """What the words of an event are made of: its own values, and when it was."""
    return {**event.data, "at": event.at}


def public_story(events: Sequence[Any], notes: Mapping[int, str]) -> list[TimelineLine]:
    """The lines that anybody with the code may read, oldest first; words of the city only, never of a person."""
    lines = []
    for event in events:
        telling = _TELLINGS.get(event.kind)
        if telling is None or not telling.is_public or (event.kind == "promise_broken" and not _is_finish(event)):
            continue
        if event.kind == "promises_given" and not clock_words.due_of(event.data):
            continue
        lines.append(
            TimelineLine(
                telling.icon, telling.tone, telling.words(_values(event)), event.at, more=notes.get(event.number, "")
            )
        )
    return lines


def staff_story(events: Sequence[Any], notes: Mapping[int, Any], names: Mapping[int, str]) -> list[TimelineLine]:
    """Every line with who wrote it and what was noted, newest first."""
    lines = []
    for event in events:
        telling = _TELLINGS.get(event.kind) or _Telling("circle", "tone-quiet", _said(event.kind))
        note = notes.get(event.number)
        lines.append(
            TimelineLine(
                telling.icon,
                telling.tone,
                telling.words(_values(event)),
                event.at,
                who=who(event.by, names),
                more=note.text if note else "",
            )
        )
    return lines[::-1]


def _is_finish(event: Any) -> bool:
    return bool(event.data.get("promise") == "finish")
