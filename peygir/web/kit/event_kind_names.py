"""A short name for each event kind, used to filter a list of events."""

from typing import Final

from django.utils.translation import gettext_lazy, pgettext_lazy

from peygir.cases.lifecycle import MOVES
from peygir.history.kinds import case_work
from peygir.history.kinds import cases as cases_events
from peygir.history.kinds import city as city_events
from peygir.history.kinds import earlier as earlier_events
from peygir.history.kinds import evidence as evidence_events
from peygir.history.kinds import interests as interests_events
from peygir.history.kinds import looks as looks_events
from peygir.history.kinds import objections as objection_events
from peygir.history.kinds import partners as partners_events
from peygir.history.kinds import people as people_events
from peygir.history.kinds import roles as roles_events
from peygir.history.kinds import routing as routing_events
from peygir.history.kinds import two_person as two_person_events
from peygir.web.kit import privacy_words
from peygir.web.kit.agency_event_names import AGENCY_NAMES
from peygir.web.kit.asset_event_names import ASSET_NAMES
from peygir.web.kit.case_event_names import CASE_NAMES
from peygir.web.kit.centre_event_names import CENTRE_NAMES
from peygir.web.kit.cost_event_names import COST_NAMES
from peygir.web.kit.drop_event_names import DROP_NAMES
from peygir.web.kit.honour_event_names import HONOUR_NAMES
from peygir.web.kit.insight_event_names import INSIGHT_NAMES
from peygir.web.kit.order_event_names import ORDER_NAMES
from peygir.web.kit.panel_event_names import PANEL_NAMES
from peygir.web.kit.plan_event_names import PLAN_NAMES
from peygir.web.kit.ranking_event_names import RANKING_NAMES
from peygir.web.kit.score_event_names import SCORE_NAMES
from peygir.web.kit.templatetags.ui import in_language


def kind_name(kind: str) -> str:
    """Return a short name of an event kind: the move's own label, or its subject. Raises KeyError."""
    move = _MOVE_NAMES.get(kind)
    return in_language(move) if move is not None else str(_KIND_NAMES[kind])


_MOVE_NAMES: Final = {move.event.kind: move.label for move in MOVES}
_KIND_NAMES: Final = {
    objection_events.ObjectionDaysChanged.kind: pgettext_lazy("kind of event", "Days of objections changed"),
    cases_events.CaseMovedToUnit.kind: gettext_lazy("Moved with its unit"),
    cases_events.CaseOpened.kind: gettext_lazy("Report taken"),
    cases_events.CaseAssigned.kind: gettext_lazy("Handed to a colleague"),
    cases_events.CaseRead.kind: gettext_lazy("Topic or place corrected"),
    cases_events.NoteAdded.kind: gettext_lazy("Note"),
    cases_events.ReportOwned.kind: gettext_lazy("Number proven"),
    cases_events.ReportDisowned.kind: gettext_lazy("Number disowned"),
    cases_events.PhoneLookedAt.kind: gettext_lazy("Phone number viewed"),
    cases_events.ReportWordsTaken.kind: gettext_lazy("Words taken out uncovered"),
    case_work.VisitMade.kind: gettext_lazy("Visit"),
    cases_events.ReportJoined.kind: gettext_lazy("Report joined to a case"),
    cases_events.FilesReceived.kind: gettext_lazy("Files"),
    cases_events.PhotosReceived.kind: gettext_lazy("Photos"),
    case_work.EvidenceReceived.kind: gettext_lazy("Photo of the work"),
    case_work.PromisesRenewed.kind: gettext_lazy("Promises given anew"),
    case_work.MoreTimeRequested.kind: gettext_lazy("More time asked"),
    case_work.MoreTimeGranted.kind: gettext_lazy("More time granted"),
    case_work.MoreTimeRefused.kind: gettext_lazy("More time refused"),
    cases_events.CaseTookIn.kind: gettext_lazy("Another case merged into it"),
    cases_events.CaseGaveBack.kind: gettext_lazy("Merged case split off"),
    case_work.AgencyReminded.kind: gettext_lazy("Agency asked again"),
    case_work.AgencyAnswered.kind: gettext_lazy("Agency answered"),
    people_events.StaffAdded.kind: gettext_lazy("Account made"),
    people_events.StaffChanged.kind: gettext_lazy("Account changed"),
    people_events.PostRecorded.kind: gettext_lazy("Post recorded"),
    people_events.PostEnded.kind: gettext_lazy("Post ended"),
    people_events.PostCorrected.kind: gettext_lazy("Post corrected"),
    people_events.PostChosen.kind: gettext_lazy("Switched to another post"),
    people_events.AbsenceRecorded.kind: gettext_lazy("Absence recorded"),
    people_events.AbsenceCalledOff.kind: gettext_lazy("Absence called off"),
    people_events.AccountChangeProposed.kind: gettext_lazy("Account change proposed"),
    people_events.AccountChangeConfirmed.kind: gettext_lazy("Account change confirmed"),
    people_events.AccountChangeRefused.kind: gettext_lazy("Account change refused"),
    people_events.AccountChangeWithdrawn.kind: gettext_lazy("Account change withdrawn"),
    roles_events.RoleChangeProposed.kind: gettext_lazy("Role change proposed"),
    roles_events.RoleChangeConfirmed.kind: gettext_lazy("Role change confirmed"),
    roles_events.RoleChangeRefused.kind: gettext_lazy("Role change refused"),
    roles_events.RoleChangeWithdrawn.kind: gettext_lazy("Role change withdrawn"),
    interests_events.InterestDeclared.kind: gettext_lazy("Interest declared"),
    interests_events.InterestEnded.kind: gettext_lazy("Interest ended"),
    looks_events.LookObjected.kind: gettext_lazy("Objection to a look at a number"),
    looks_events.LookObjectionAnswered.kind: gettext_lazy("Objection to a look answered"),
    looks_events.LooksReviewed.kind: gettext_lazy("Looks of a month reviewed"),
    two_person_events.ChangeProposed.kind: gettext_lazy("Change by two people proposed"),
    two_person_events.ChangeConfirmed.kind: gettext_lazy("Change by two people confirmed"),
    two_person_events.ChangeRefused.kind: gettext_lazy("Change by two people refused"),
    two_person_events.ChangeWithdrawn.kind: gettext_lazy("Change by two people withdrawn"),
    two_person_events.ChangeCarriedOut.kind: gettext_lazy("Change by two people carried out"),
    people_events.SecondStepReset.kind: gettext_lazy("Second step removed"),
    people_events.PasswordChanged.kind: gettext_lazy("Password changed by its holder"),
    people_events.SecondStepEnabled.kind: gettext_lazy("Second step turned on"),
    people_events.SecondStepDisabled.kind: gettext_lazy("Second step turned off by its holder"),
    people_events.PasskeyAdded.kind: gettext_lazy("Passkey added"),
    people_events.PasskeyRemoved.kind: gettext_lazy("Passkey removed"),
    people_events.RecoveryCodesMade.kind: gettext_lazy("Recovery codes made"),
    people_events.RecoveryCodeUsed.kind: gettext_lazy("Recovery code used"),
    people_events.DirectoryLinked.kind: gettext_lazy("Linked to the directory"),
    people_events.DirectoryUnlinked.kind: gettext_lazy("Link to the directory removed"),
    people_events.DirectoryGroupsSeen.kind: gettext_lazy("Other groups in the directory"),
    people_events.DirectoryLeft.kind: gettext_lazy("Left, says the directory"),
    people_events.DirectoryReturned.kind: gettext_lazy("Back, says the directory"),
    people_events.StaffSessionsEnded.kind: gettext_lazy("Signed out everywhere"),
    people_events.StaffPhoneWithdrawn.kind: gettext_lazy("Phone withdrawn"),
    people_events.PasswordReset.kind: gettext_lazy("New password set"),
    city_events.CityLoaded.kind: gettext_lazy("City files loaded"),
    city_events.TopicChanged.kind: gettext_lazy("Topic changed"),
    city_events.TopicDecisionsTookEffect.kind: gettext_lazy("Topics in force"),
    city_events.CalendarDaysChanged.kind: gettext_lazy("Calendar changed"),
    city_events.OfficeHoursChanged.kind: gettext_lazy("Office hours changed"),
    city_events.EscalationChanged.kind: gettext_lazy("Escalation steps changed"),
    city_events.MessageTextChanged.kind: gettext_lazy("Text changed"),
    city_events.SeasonChanged.kind: gettext_lazy("Season changed"),
    city_events.SeasonEndMoved.kind: gettext_lazy("End of a season moved"),
    case_work.PromisesMoved.kind: gettext_lazy("Promises moved with the calendar"),
    city_events.OwnersChanged.kind: gettext_lazy("Ownership changed"),
    city_events.PromiseHoursChanged.kind: gettext_lazy("Hours changed"),
    evidence_events.EvidenceRulesChanged.kind: gettext_lazy("Rules of evidence changed"),
    evidence_events.InspectionFormsChanged.kind: gettext_lazy("Forms of inspection changed"),
    city_events.AreasRedrawn.kind: gettext_lazy("Areas redrawn"),
    city_events.UnitRenamed.kind: gettext_lazy("Unit renamed"),
    routing_events.RuleDrafted.kind: gettext_lazy("Rule drafted"),
    routing_events.RuleDryRun.kind: gettext_lazy("Rule tried"),
    routing_events.RuleSwitchedOn.kind: gettext_lazy("Rule switched on"),
    routing_events.RuleSwitchedOff.kind: gettext_lazy("Rule switched off"),
    city_events.SeasonStarted.kind: gettext_lazy("Season started"),
    city_events.SeasonLifted.kind: gettext_lazy("Season lifted"),
    city_events.WorkPlanned.kind: gettext_lazy("Works planned"),
    city_events.WorkEnded.kind: gettext_lazy("Works ended"),
    case_work.AgencyToldMore.kind: gettext_lazy("Update from the agency"),
    cases_events.UpdateReceived.kind: gettext_lazy("Update from another system"),
    cases_events.MediaNamed.kind: gettext_lazy("Address of a picture"),
    partners_events.KeyIssued.kind: gettext_lazy("Key issued"),
    partners_events.KeyRevoked.kind: gettext_lazy("Key revoked"),
    partners_events.KeyChanged.kind: gettext_lazy("Key changed"),
    partners_events.CasesExported.kind: gettext_lazy("List taken out as a file"),
    partners_events.ImportMappingKept.kind: gettext_lazy("Columns saved"),
    earlier_events.EarlierWordsKept.kind: gettext_lazy("Words of an earlier system kept"),
    earlier_events.EarlierSystemCounted.kind: gettext_lazy("Counting of an earlier system decided"),
    earlier_events.EarlierReportSigned.kind: gettext_lazy("Comparison with an earlier system signed"),
    earlier_events.EarlierTakenBack.kind: gettext_lazy("Cases taken out for the way back"),
    partners_events.ImportBegun.kind: gettext_lazy("Import begun"),
    partners_events.ImportEnded.kind: gettext_lazy("Import ended"),
    partners_events.WebhookMade.kind: gettext_lazy("Webhook made"),
    partners_events.WebhookChanged.kind: gettext_lazy("Webhook changed"),
    partners_events.WebhookSecretRenewed.kind: gettext_lazy("New secret of a webhook"),
    partners_events.WebhookOldSecretEnded.kind: gettext_lazy("Earlier secret of a webhook ended"),
    partners_events.WebhookEnded.kind: gettext_lazy("Webhook ended"),
    partners_events.WebhookMessageSentAgain.kind: gettext_lazy("Webhook message sent again"),
    people_events.CitizenMerged.kind: gettext_lazy("Citizen merged"),
    people_events.CitizenJoined.kind: gettext_lazy("Citizen joined"),
    **ASSET_NAMES,
    **CASE_NAMES,
    **AGENCY_NAMES,
    **CENTRE_NAMES,
    **ORDER_NAMES,
    **COST_NAMES,
    **DROP_NAMES,
    **HONOUR_NAMES,
    **PANEL_NAMES,
    **INSIGHT_NAMES,
    **PLAN_NAMES,
    **RANKING_NAMES,
    **SCORE_NAMES,
    **privacy_words.KIND_NAMES,
}
