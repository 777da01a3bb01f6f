"""Short names of the kinds of events of the centre: contacts, shifts, scores, live sessions, surveys."""

from typing import Final

from django.utils.translation import pgettext_lazy

from peygir.history.kinds import centre as centre_events
from peygir.history.kinds import contacts as contacts_events
from peygir.history.kinds import inspection as inspection_events
from peygir.history.kinds import sessions as sessions_events
from peygir.history.kinds import surveys as surveys_events

CENTRE_NAMES: Final = {
    centre_events.ArticleKept.kind: pgettext_lazy("kind of event", "Answer of the knowledge base written"),
    centre_events.MenuKept.kind: pgettext_lazy("kind of event", "Phone menu changed"),
    centre_events.CentreSettingsKept.kind: pgettext_lazy("kind of event", "Centre's settings changed"),
    centre_events.ShiftKept.kind: pgettext_lazy("kind of event", "Shift added"),
    centre_events.ShiftEnded.kind: pgettext_lazy("kind of event", "Shift ended"),
    centre_events.RosterChanged.kind: pgettext_lazy("kind of event", "Roster changed"),
    centre_events.CallGoalKept.kind: pgettext_lazy("kind of event", "Service goal changed"),
    centre_events.RainyDaySet.kind: pgettext_lazy("kind of event", "Rainy day noted"),
    centre_events.ScoreFormKept.kind: pgettext_lazy("kind of event", "Score form changed"),
    centre_events.ScoreSampleDrawn.kind: pgettext_lazy("kind of event", "Talks drawn for scoring"),
    centre_events.ContactScored.kind: pgettext_lazy("kind of event", "Talk scored"),
    centre_events.ScoreAnswered.kind: pgettext_lazy("kind of event", "Answer to a score"),
    contacts_events.CallRang.kind: pgettext_lazy("kind of event", "Call came in"),
    contacts_events.OutgoingCallOrdered.kind: pgettext_lazy("kind of event", "Call ordered"),
    contacts_events.CallAnswered.kind: pgettext_lazy("kind of event", "Call answered"),
    contacts_events.CallTransferred.kind: pgettext_lazy("kind of event", "Call transferred"),
    contacts_events.CallEnded.kind: pgettext_lazy("kind of event", "Call ended"),
    contacts_events.CallMissed.kind: pgettext_lazy("kind of event", "Call missed"),
    contacts_events.RecordingOpened.kind: pgettext_lazy("kind of event", "Recording listened to"),
    contacts_events.CallFailed.kind: pgettext_lazy("kind of event", "Call not put through"),
    contacts_events.CallBecameUncertain.kind: pgettext_lazy("kind of event", "Call's times in doubt"),
    contacts_events.CallReviewed.kind: pgettext_lazy("kind of event", "Call's times settled"),
    contacts_events.TransferRequested.kind: pgettext_lazy("kind of event", "Transfer requested"),
    contacts_events.TransferFailed.kind: pgettext_lazy("kind of event", "Transfer failed"),
    contacts_events.ConsultationEndRequested.kind: pgettext_lazy("kind of event", "End of a consultation requested"),
    contacts_events.TransferTakenBack.kind: pgettext_lazy("kind of event", "Transfer taken back"),
    contacts_events.ContactOutcomeSet.kind: pgettext_lazy("kind of event", "Outcome of a contact"),
    contacts_events.ContactRecorded.kind: pgettext_lazy("kind of event", "Contact entered by hand"),
    contacts_events.ContactHandedOver.kind: pgettext_lazy("kind of event", "Contact handed to a colleague"),
    contacts_events.CallBackPlanned.kind: pgettext_lazy("kind of event", "Call-back planned"),
    contacts_events.CallBackGrew.kind: pgettext_lazy("kind of event", "Missed again before the call-back"),
    contacts_events.CallBackTried.kind: pgettext_lazy("kind of event", "Call-back tried"),
    contacts_events.CallBackSettled.kind: pgettext_lazy("kind of event", "Call-back settled"),
    contacts_events.CallerMarkProposed.kind: pgettext_lazy("kind of event", "Mark for a caller proposed"),
    contacts_events.CallerMarkDecided.kind: pgettext_lazy("kind of event", "Mark for a caller decided"),
    sessions_events.LiveSessionPlanned.kind: pgettext_lazy("kind of event", "Live session planned"),
    sessions_events.LiveSessionChanged.kind: pgettext_lazy("kind of event", "Live session changed"),
    sessions_events.LiveSessionCalledOff.kind: pgettext_lazy("kind of event", "Live session called off"),
    sessions_events.LiveSessionEnded.kind: pgettext_lazy("kind of event", "Live session ended"),
    sessions_events.SessionPlaceTaken.kind: pgettext_lazy("kind of event", "Place in a session taken"),
    sessions_events.SessionPlaceGivenUp.kind: pgettext_lazy("kind of event", "Place in a session given up"),
    sessions_events.SessionTalkRecorded.kind: pgettext_lazy("kind of event", "Talk in a session recorded"),
    sessions_events.LiveOrderGiven.kind: pgettext_lazy("kind of event", "Order given"),
    sessions_events.LiveOrderDone.kind: pgettext_lazy("kind of event", "Order done"),
    sessions_events.LiveOrderDropped.kind: pgettext_lazy("kind of event", "Order taken back"),
    inspection_events.InspectionPlanKept.kind: pgettext_lazy("kind of event", "Plan of inspections"),
    inspection_events.InspectionSeedProposed.kind: pgettext_lazy("kind of event", "Seed of inspections proposed"),
    inspection_events.InspectionSeedFixed.kind: pgettext_lazy("kind of event", "Seed of inspections fixed"),
    inspection_events.InspectionsDrawn.kind: pgettext_lazy("kind of event", "Inspections drawn"),
    inspection_events.InspectionsMissed.kind: pgettext_lazy("kind of event", "Inspections not made in time"),
    surveys_events.SurveySettingsKept.kind: pgettext_lazy("kind of event", "Survey settings changed"),
    surveys_events.SurveyAskPlanned.kind: pgettext_lazy("kind of event", "Survey planned"),
    surveys_events.SurveyAskCalled.kind: pgettext_lazy("kind of event", "Survey call made"),
    surveys_events.SurveyAskTried.kind: pgettext_lazy("kind of event", "Survey: not reached"),
    surveys_events.SurveyAskTurned.kind: pgettext_lazy("kind of event", "Survey by another channel"),
    surveys_events.SurveyAskEnded.kind: pgettext_lazy("kind of event", "Survey ended"),
}
