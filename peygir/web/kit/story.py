"""A case's history as text for staff, and how each kind of event looks."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext_noop

from peygir.cases.commands import COMMANDS, Command
from peygir.cases.facts import NoteFacts
from peygir.cases.lifecycle import Move
from peygir.core.translation import Text
from peygir.history.facts import EventFacts
from peygir.history.kinds.case_answers import (
    AnswerPublished,
    AnswerUnclear,
    AnswerUnpublished,
    CaseSurveyed,
    EvidenceCovered,
    EvidencePublished,
    EvidenceUnpublished,
    PhotoCovered,
    PhotoPublished,
    PhotoUnpublished,
    SurveyAnswered,
    TextOffered,
    TextPublished,
    TextUnpublished,
    TextWithdrawn,
)
from peygir.history.kinds.case_moves import (
    CaseClosed,
    CasePaused,
    CaseReferred,
    CaseReferredOut,
    CaseReopened,
    CaseReturned,
)
from peygir.history.kinds.case_sync import CommandCameLate, CommandConflicted, ConflictDecided
from peygir.history.kinds.case_work import (
    AgencyAnswered,
    AgencyReminded,
    AgencyReminderDue,
    AgencyToldMore,
    CaseEscalated,
    ClockPaused,
    ClockResumed,
    EvidenceReady,
    EvidenceReceived,
    EvidenceRefused,
    MoreTimeGranted,
    MoreTimeRefused,
    MoreTimeRequested,
    PromiseBroken,
    PromisesGiven,
    PromisesMoved,
    PromisesRenewed,
    VisitMade,
)
from peygir.history.kinds.cases import (
    AssetNamed,
    CaseAssigned,
    CaseGaveBack,
    CaseInIncident,
    CaseMovedToUnit,
    CaseOpened,
    CaseRead,
    CaseTookIn,
    FilesReceived,
    MediaNamed,
    NoteAdded,
    PhotoReady,
    PhotoRefused,
    PhotosReceived,
    ReportDisowned,
    ReportJoined,
    ReportLeft,
    ReportOwned,
    UpdateReceived,
)
from peygir.web.kit import (
    agency_story,
    agency_words,
    case_words,
    clock_words,
    inquiry_words,
    inspection_words,
    objection_words,
    order_words,
    plan_words,
    privacy_words,
    sync_words,
)
from peygir.web.kit.actor_names import who
from peygir.web.kit.parts import TimelineLine
from peygir.web.kit.telling import Telling as _Telling
from peygir.web.kit.telling import said_always as _said
from peygir.web.kit.templatetags.ui import language

TELLINGS: Final[dict[str, _Telling]] = {
    CaseOpened.kind: _Telling("inbox", "tone-info", _said(gettext_noop("The report was received."))),
    ReportJoined.kind: _Telling("users", "tone-info", _said(gettext_noop("Another citizen reported the same."))),
    CaseInIncident.kind: _Telling(
        "siren", "tone-orange", _said(gettext_noop("Many people report the same from around here at this time."))
    ),
    PhotosReceived.kind: _Telling("camera", "tone-quiet", case_words.photos),
    FilesReceived.kind: _Telling("file-text", "tone-quiet", case_words.files),
    PhotoReady.kind: _Telling("image", "tone-quiet", _said(gettext_noop("A photo was made ready.")), False),
    PhotoRefused.kind: _Telling("image", "tone-orange", _said(gettext_noop("A photo could not be read.")), False),
    CaseRead.kind: _Telling("sparkles", "tone-quiet", _said(gettext_noop("Topic and place were read.")), False),
    CaseReferred.kind: _Telling("send", "tone-info", case_words.referred),
    PromisesGiven.kind: _Telling("handshake", "tone-work", clock_words.promised),
    PromisesRenewed.kind: _Telling("handshake", "tone-work", clock_words.renewed),
    PromisesMoved.kind: _Telling("calendar-days", "tone-yellow", clock_words.moved_with_days),
    ClockPaused.kind: _Telling("circle-pause", "tone-quiet", clock_words.stopped),
    ClockResumed.kind: _Telling("circle-play", "tone-quiet", clock_words.goes_on),
    VisitMade.kind: _Telling("map-pin", "tone-work", _said(gettext_noop("Somebody of the unit visited the place."))),
    MoreTimeRequested.kind: _Telling(
        "hourglass",
        "tone-quiet",
        clock_words.more_time(gettext_noop("The unit asked for more time, until %(due)s. Reason: %(reason)s.")),
    ),
    MoreTimeGranted.kind: _Telling(
        "calendar-clock",
        "tone-yellow",
        clock_words.more_time(
            gettext_noop(
                "The centre granted more time, until %(due)s. Reason: %(reason)s. The first promise still counts."
            )
        ),
    ),
    MoreTimeRefused.kind: _Telling(
        "hourglass",
        "tone-quiet",
        clock_words.more_time(gettext_noop("The centre did not grant more time; the promise stays as it is.")),
    ),
    CaseEscalated.kind: _Telling("bell-ring", "tone-orange", clock_words.escalated, False),
    CaseReturned.kind: _Telling("undo-2", "tone-orange", case_words.returned),
    CaseAssigned.kind: _Telling(
        "user-round", "tone-quiet", _said(gettext_noop("It was handed to a colleague.")), False
    ),
    CaseMovedToUnit.kind: _Telling("building-2", "tone-quiet", case_words.moved),
    CasePaused.kind: _Telling("circle-pause", "tone-yellow", case_words.paused),
    CaseReferredOut.kind: _Telling("building-2", "tone-quiet", agency_words.told),
    AgencyReminderDue.kind: _Telling("clock-alert", "tone-orange", agency_words.agency_reminder_due, False),
    AgencyReminded.kind: _Telling("phone-call", "tone-quiet", agency_words.asked_again),
    AgencyAnswered.kind: _Telling("message-square-text", "tone-info", agency_words.answered),
    AgencyToldMore.kind: _Telling("message-square-text", "tone-info", agency_words.told_more),
    MediaNamed.kind: _Telling(
        "image", "tone-quiet", _said(gettext_noop("The address of a picture came with it.")), False
    ),
    UpdateReceived.kind: _Telling(
        "message-square-text",
        "tone-quiet",
        _said(gettext_noop("The system that sent the report sent an update.")),
        False,
    ),
    EvidenceReceived.kind: _Telling("camera", "tone-quiet", _said(gettext_noop("A photo of the work arrived.")), False),
    EvidenceReady.kind: _Telling(
        "image", "tone-quiet", _said(gettext_noop("The photo of the work was made ready.")), False
    ),
    EvidenceRefused.kind: _Telling(
        "image", "tone-orange", _said(gettext_noop("The photo of the work could not be read.")), False
    ),
    CaseReopened.kind: _Telling("rotate-ccw", "tone-red", case_words.reopened),
    CaseClosed.kind: _Telling("archive", "tone-quiet", case_words.closed),
    CaseTookIn.kind: _Telling(
        "git-merge", "tone-quiet", _said(gettext_noop("Another case about the same thing was joined to it."))
    ),
    CaseGaveBack.kind: _Telling("split", "tone-quiet", _said(gettext_noop("A joined case was taken apart again."))),
    ReportLeft.kind: _Telling(
        "circle-x", "tone-quiet", _said(gettext_noop("One of those who reported it withdrew their report."))
    ),
    ReportOwned.kind: _Telling(
        "badge-check", "tone-quiet", _said(gettext_noop("The phone's holder said that the report is theirs.")), False
    ),
    ReportDisowned.kind: _Telling(
        "circle-x",
        "tone-orange",
        _said(gettext_noop("The phone's holder said that somebody else gave the number.")),
        False,
    ),
    **agency_story.TELLINGS,
    **privacy_words.TELLINGS,
    **inquiry_words.TELLINGS,
    **inspection_words.TELLINGS,
    **objection_words.TELLINGS,
    **plan_words.TELLINGS,
    PromiseBroken.kind: _Telling("triangle-alert", "tone-red", clock_words.broken),
    PhotoPublished.kind: _Telling(
        "eye", "tone-quiet", _said(gettext_noop("A photo of the report was put on the public page.")), False
    ),
    PhotoCovered.kind: _Telling("eye-off", "tone-quiet", case_words.covers, False),
    EvidenceCovered.kind: _Telling("eye-off", "tone-quiet", case_words.covers, False),
    PhotoUnpublished.kind: _Telling(
        "eye-off", "tone-quiet", _said(gettext_noop("A photo of the report was taken off the public page.")), False
    ),
    EvidencePublished.kind: _Telling(
        "eye", "tone-quiet", _said(gettext_noop("A photo of the work was put on the public page.")), False
    ),
    EvidenceUnpublished.kind: _Telling(
        "eye-off", "tone-quiet", _said(gettext_noop("A photo of the work was taken off the public page.")), False
    ),
    AnswerPublished.kind: _Telling(
        "eye", "tone-quiet", _said(gettext_noop("The unit's answer was looked at and put on the public page.")), False
    ),
    AnswerUnpublished.kind: _Telling(
        "eye-off", "tone-quiet", _said(gettext_noop("The unit's answer was taken off the public page.")), False
    ),
    TextOffered.kind: _Telling(
        "message-square-text", "tone-quiet", _said(gettext_noop("The reporter lets everybody read these words.")), False
    ),
    TextPublished.kind: _Telling(
        "eye", "tone-quiet", _said(gettext_noop("The reporter's words were put on the public page, masked.")), False
    ),
    TextUnpublished.kind: _Telling(
        "eye-off", "tone-quiet", _said(gettext_noop("The reporter's words were taken off the public page.")), False
    ),
    TextWithdrawn.kind: _Telling(
        "eye-off", "tone-quiet", _said(gettext_noop("The reporter took the words back from the public page.")), False
    ),
    CaseSurveyed.kind: _Telling(
        "thumbs-up", "tone-quiet", _said(gettext_noop("A reporter was drawn for the survey.")), False
    ),
    SurveyAnswered.kind: _Telling("thumbs-up", "tone-info", case_words.surveyed, False),
    AnswerUnclear.kind: _Telling(
        "message-square-text",
        "tone-orange",
        _said(gettext_noop("The citizen's answer was unclear: please read it.")),
        False,
    ),
    CommandConflicted.kind: _Telling("git-merge", "tone-orange", sync_words.conflicted, False),
    CommandCameLate.kind: _Telling("clock-alert", "tone-yellow", sync_words.came_late, False),
    ConflictDecided.kind: _Telling("badge-check", "tone-quiet", sync_words.decided, False),
    AssetNamed.kind: _Telling("tag", "tone-quiet", case_words.asset_named, False),
    NoteAdded.kind: _Telling("pencil-line", "tone-quiet", _said(gettext_noop("Note")), False),
    **order_words.CASE_TELLINGS,
}


def _of(command: Command, move: Move, sentence: Text) -> _Telling:
    return _Telling(command.icon, move.target.tone, lambda data: sentence.in_language(language()))


TELLINGS.update(
    (move.event.kind, _of(command, move, command.sentence))
    for command in COMMANDS
    if command.sentence is not None and (move := command.move) is not None
)


def staff_story(
    events: Sequence[EventFacts], notes: Mapping[int, NoteFacts], names: Mapping[int, str]
) -> list[TimelineLine]:
    """Return every entry with its actor and its note, newest first."""
    lines = []
    for event in events:
        telling = TELLINGS.get(event.kind) or _Telling("circle", "tone-quiet", _said(event.kind))
        note = notes.get(event.number)
        lines.append(
            TimelineLine(
                telling.icon,
                telling.tone,
                telling.words({**event.data, "at": event.at}),
                event.at,
                who=who(event.by, names),
                more=note.text if note else "",
            )
        )
    return lines[::-1]
