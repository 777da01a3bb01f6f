"""Short names of the kinds of events of a case that are no moves."""

from typing import Final

from django.utils.translation import pgettext_lazy

from peygir.history.kinds import case_answers, case_sync, case_work, evidence, inquiries, objections
from peygir.history.kinds import cases as cases_events

CASE_NAMES: Final = {
    cases_events.CaseInIncident.kind: pgettext_lazy("kind of event", "Part of an incident"),
    cases_events.AssetNamed.kind: pgettext_lazy("kind of event", "Asset named"),
    cases_events.ReportLeft.kind: pgettext_lazy("kind of event", "Reporter withdrew"),
    cases_events.PhotoReady.kind: pgettext_lazy("kind of event", "Photo ready"),
    cases_events.PhotoRefused.kind: pgettext_lazy("kind of event", "Photo not readable"),
    case_answers.SurveyAnswered.kind: pgettext_lazy("kind of event", "Survey answered"),
    case_answers.AnswerUnclear.kind: pgettext_lazy("kind of event", "Unclear answer"),
    case_answers.CaseSurveyed.kind: pgettext_lazy("kind of event", "Drawn for a survey"),
    case_answers.TextOffered.kind: pgettext_lazy("kind of event", "Text offered for publication"),
    case_answers.TextPublished.kind: pgettext_lazy("kind of event", "Text published"),
    case_answers.TextUnpublished.kind: pgettext_lazy("kind of event", "Text taken off the public page"),
    case_answers.TextWithdrawn.kind: pgettext_lazy("kind of event", "Text withdrawn by its author"),
    case_answers.PhotoPublished.kind: pgettext_lazy("kind of event", "Photo published"),
    case_answers.PhotoCovered.kind: pgettext_lazy("kind of event", "Photo covered"),
    case_answers.EvidenceCovered.kind: pgettext_lazy("kind of event", "Photo of the work covered"),
    case_answers.PhotoUnpublished.kind: pgettext_lazy("kind of event", "Photo taken off the public page"),
    case_answers.EvidencePublished.kind: pgettext_lazy("kind of event", "Photo of the work published"),
    case_answers.EvidenceUnpublished.kind: pgettext_lazy(
        "kind of event", "Photo of the work taken off the public page"
    ),
    case_answers.AnswerPublished.kind: pgettext_lazy("kind of event", "Answer published"),
    case_answers.AnswerUnpublished.kind: pgettext_lazy("kind of event", "Answer taken off the public page"),
    evidence.SignalExplained.kind: pgettext_lazy("kind of event", "Signal about evidence explained"),
    case_sync.CommandConflicted.kind: pgettext_lazy("kind of event", "Two changes at once"),
    case_sync.CommandCameLate.kind: pgettext_lazy("kind of event", "Change from a phone came late"),
    case_sync.ConflictDecided.kind: pgettext_lazy("kind of event", "One of two changes chosen"),
    inquiries.InquiryMade.kind: pgettext_lazy("kind of event", "Question or order of a leader"),
    inquiries.InquiryAnswered.kind: pgettext_lazy("kind of event", "Answer to a leader"),
    inquiries.InquiryOverdue.kind: pgettext_lazy("kind of event", "A leader's question overdue"),
    inquiries.DateJudged.kind: pgettext_lazy("kind of event", "Finished by a leader's date"),
    inquiries.QuestionAsked.kind: pgettext_lazy("kind of event", "Question of the council"),
    inquiries.QuestionAnswered.kind: pgettext_lazy("kind of event", "Answer to the council"),
    objections.CitizenObjected.kind: pgettext_lazy("kind of event", "Objection of a citizen"),
    objections.CitizenObjectionAnswered.kind: pgettext_lazy("kind of event", "Answer to an objection"),
    objections.CitizenObjectionRaised.kind: pgettext_lazy("kind of event", "Objection to the next level"),
    objections.CitizenObjectionEnded.kind: pgettext_lazy("kind of event", "Objection ended"),
    case_work.PromisesGiven.kind: pgettext_lazy("kind of event", "Promises given"),
    case_work.PromiseBroken.kind: pgettext_lazy("kind of event", "Promise late"),
    case_work.ClockPaused.kind: pgettext_lazy("kind of event", "Clock paused"),
    case_work.ClockResumed.kind: pgettext_lazy("kind of event", "Clock resumed"),
    case_work.CaseEscalated.kind: pgettext_lazy("kind of event", "Escalated"),
    case_work.EvidenceReady.kind: pgettext_lazy("kind of event", "Photo of the work ready"),
    case_work.EvidenceRefused.kind: pgettext_lazy("kind of event", "Photo of the work not readable"),
    case_work.CaseInspected.kind: pgettext_lazy("kind of event", "Finished work inspected"),
    case_work.FindingObjected.kind: pgettext_lazy("kind of event", "Objection to a finding"),
    case_work.ObjectionDecided.kind: pgettext_lazy("kind of event", "Objection decided"),
    case_work.AgencyReminderDue.kind: pgettext_lazy("kind of event", "Agency due for a reminder"),
}
