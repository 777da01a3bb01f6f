"""The plot: which event triggers which actions, in their order. Start reading here."""

from collections.abc import Callable
from typing import Final

from peygir.centre.contacts import actions as contacts
from peygir.desks.answers import actions as answers
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork.actions.penalties import propose_penalties
from peygir.desks.intake import actions as intake
from peygir.desks.partners import actions as partners
from peygir.desks.promises import actions as promises
from peygir.desks.routing import actions as routing
from peygir.desks.surveys import actions as surveys
from peygir.desks.understanding import actions as understanding
from peygir.history.catalogue import EventData
from peygir.history.kinds import agencies as agency_events
from peygir.history.kinds import case_answers, case_moves, case_plans, case_work, cases, orders
from peygir.history.kinds import city as city_events
from peygir.history.kinds import city_reports as report_events
from peygir.history.kinds import contacts as contacts_events
from peygir.history.kinds import inquiries as inquiry_events
from peygir.history.kinds import insight as insight_events
from peygir.history.kinds import looks as look_events
from peygir.history.kinds import objections as objection_events
from peygir.history.kinds import panel as panel_events
from peygir.history.kinds import people as people_events
from peygir.history.kinds import planning as plan_events
from peygir.history.kinds import scores as score_events
from peygir.history.kinds import votes as vote_events
from peygir.outlook.insight import actions as insight
from peygir.outlook.panel import actions as panel
from peygir.outlook.planning import actions as planning
from peygir.outlook.scoring import actions as scoring

WokenAction = Callable[[int, int], None]
"""An action; its arguments are the id of the case (or other file) and the event's number in that file."""

# One job for each (event, action). Actions are idempotent: an event delivered twice changes nothing. An action that
# touches files or calls other servers is also named in `dispatch`; an event without actions is declared with
# `ends=True`.
WAKES: Final[dict[type[EventData], tuple[WokenAction, ...]]] = {
    cases.CaseOpened: (understanding.read_case, answers.tell_reporters),
    cases.ReportJoined: (answers.tell_reporters, understanding.look_around),
    cases.PhotosReceived: (intake.prepare_photos,),
    cases.FilesReceived: (intake.examine_files,),
    cases.MediaNamed: (intake.fetch_media,),
    cases.CaseRead: (routing.route_case, understanding.look_around),
    case_moves.CaseReferred: (promises.promise_case, fieldwork.leave_order),
    case_work.PromisesGiven: (answers.tell_reporters,),
    case_work.PromisesRenewed: (answers.tell_reporters, fieldwork.follow_promise),
    case_work.PromiseBroken: (answers.tell_reporters, answers.tell_followers),
    case_work.MoreTimeGranted: (answers.tell_reporters, answers.tell_followers, fieldwork.follow_promise),
    case_work.VisitMade: (promises.settle_promises,),
    case_work.CaseEscalated: (answers.tell_staff,),
    case_moves.CaseReturned: (routing.route_case, fieldwork.leave_order),
    case_moves.CaseAccepted: (promises.settle_promises,),
    case_moves.CaseScheduled: (promises.settle_promises,),
    case_moves.CasePaused: (promises.settle_promises,),
    case_work.AgencyAnswered: (partners.settle_agency_request, answers.tell_reporters),
    agency_events.AgencyAskedCitizens: (answers.tell_reporters,),
    case_moves.CaseReferredOut: (
        routing.keep_referral,
        routing.forward_referral,
        partners.tell_agency,
        promises.promise_case,
        promises.settle_promises,
        answers.tell_reporters,
        answers.tell_followers,
        fieldwork.leave_order,
    ),
    case_work.EvidenceReceived: (fieldwork.prepare_evidence,),
    case_work.EvidenceReady: (fieldwork.look_at_evidence,),
    case_moves.CaseFinished: (
        promises.settle_promises,
        answers.ask_reporters,
        answers.tell_reporters,
        answers.tell_followers,
        fieldwork.leave_order,
        fieldwork.look_at_results,
    ),
    case_moves.CaseDeclined: (
        promises.settle_promises,
        answers.ask_reporters,
        answers.tell_reporters,
        answers.tell_followers,
        fieldwork.leave_order,
    ),
    case_moves.CaseConfirmed: (answers.close_confirmed,),
    case_moves.CaseReopened: (
        promises.settle_promises,
        answers.tell_reporters,
        answers.tell_followers,
        surveys.drop_ask,
    ),
    case_moves.CaseClosed: (
        promises.settle_promises,
        answers.tell_reporters,
        answers.tell_followers,
        fieldwork.leave_order,
    ),
    case_moves.CaseMerged: (promises.settle_promises, fieldwork.leave_order),
    case_moves.CaseSplit: (understanding.read_case, promises.settle_promises),
    case_moves.CaseWithdrawn: (promises.settle_promises, answers.tell_followers, fieldwork.leave_order),
    cases.NoteAdded: (answers.tell_mentioned,),
    case_work.CaseInspected: (answers.tell_of_finding,),
    case_work.FindingObjected: (answers.tell_of_finding,),
    case_work.ObjectionDecided: (answers.tell_of_finding,),
    inquiry_events.InquiryMade: (answers.tell_of_inquiry,),
    inquiry_events.InquiryAnswered: (answers.tell_of_inquiry,),
    inquiry_events.InquiryOverdue: (answers.tell_of_inquiry,),
    inquiry_events.DateJudged: (answers.tell_of_inquiry,),
    inquiry_events.QuestionAsked: (answers.tell_of_inquiry,),
    inquiry_events.QuestionAnswered: (answers.tell_of_inquiry,),
    objection_events.CitizenObjected: (answers.tell_of_objection,),
    objection_events.CitizenObjectionAnswered: (answers.tell_objector,),
    objection_events.CitizenObjectionRaised: (answers.tell_of_objection, answers.tell_objector),
    look_events.LookObjectionAnswered: (answers.tell_of_look_answer,),
    cases.CaseMovedToUnit: (promises.follow_unit, fieldwork.leave_order),
    city_events.CalendarDaysChanged: (promises.follow_calendar,),
    contacts_events.CallMissed: (contacts.plan_call_back, contacts.look_at_caller),
    contacts_events.ContactOutcomeSet: (contacts.look_at_caller,),
    case_answers.CaseSurveyed: (answers.ask_surveyed,),
    case_answers.SurveyAnswered: (surveys.keep_answer,),
    case_answers.AnswerUnclear: (answers.tell_unclear,),
    people_events.StaffAdded: (answers.tell_account_keepers,),
    people_events.StaffChanged: (answers.tell_account_keepers,),
    people_events.PasswordReset: (answers.tell_account_keepers,),
    people_events.SecondStepReset: (answers.tell_account_keepers,),
    people_events.AccountChangeProposed: (answers.tell_account_keepers,),
    people_events.AccountChangeConfirmed: (answers.tell_account_keepers,),
    people_events.AccountChangeRefused: (answers.tell_account_keepers,),
    people_events.AccountChangeWithdrawn: (answers.tell_account_keepers,),
    cases.ReportDisowned: (surveys.drop_ask,),
    people_events.PasswordChanged: (answers.tell_account_keepers,),
    people_events.SecondStepEnabled: (answers.tell_account_keepers,),
    people_events.SecondStepDisabled: (answers.tell_account_keepers,),
    people_events.StaffSessionsEnded: (answers.tell_account_keepers,),
    people_events.PasskeyAdded: (answers.tell_account_keepers,),
    people_events.PasskeyRemoved: (answers.tell_account_keepers,),
    people_events.RecoveryCodeUsed: (answers.tell_account_keepers,),
    people_events.DirectoryLinked: (answers.tell_account_keepers,),
    people_events.DirectoryUnlinked: (answers.tell_account_keepers,),
    orders.OrderFinished: (propose_penalties,),
    orders.OrderSettled: (propose_penalties,),
    score_events.ScoreMonthClosed: (scoring.mail_marks,),
    score_events.ScoreMonthCompared: (scoring.order_seasons,),
    score_events.ScoreMonthPublished: (scoring.order_seasons,),
    insight_events.AlarmRaised: (insight.tell_of_alarm,),
    report_events.CityReportOrdered: (insight.compose_report,),
    plan_events.ProposalMoved: (planning.tell_of_proposal,),
    plan_events.BudgetCasesHung: (planning.tell_of_line,),
    plan_events.BudgetLineMoved: (planning.tell_of_line,),
    vote_events.VotingClosed: (planning.count_votes,),
    panel_events.PanelSiteVisited: (panel.prepare_visit_photo,),
    panel_events.PanelAnswerOwed: (panel.tell_of_owed,),
    panel_events.PanelAnswerNotRead: (panel.tell_of_owed,),
    panel_events.PanelAnswerLate: (panel.tell_of_owed,),
    panel_events.PanelAnswerVeryLate: (panel.tell_of_owed,),
    panel_events.PetitionReviewLate: (panel.tell_of_review,),
    panel_events.PetitionOpenedByClock: (panel.tell_of_review,),
    case_plans.CaseProposed: (answers.tell_reporters, answers.tell_followers),
    case_plans.CaseFunded: (answers.tell_reporters, answers.tell_followers),
    case_plans.CaseWorksBegun: (answers.tell_reporters, answers.tell_followers),
    case_plans.CaseWorksDone: (answers.tell_reporters, answers.tell_followers),
    case_plans.CaseProposalRefused: (answers.tell_reporters, answers.tell_followers),
}
