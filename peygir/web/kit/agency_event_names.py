"""Short names of the kinds of events of agencies' referrals and of the register of letters."""

from typing import Final

from django.utils.translation import pgettext_lazy

from peygir.history.kinds import agencies, letters

AGENCY_NAMES: Final = {
    agencies.AgencyConfirmed.kind: pgettext_lazy("kind of event", "Agency confirmed receipt"),
    agencies.AgencyRefused.kind: pgettext_lazy("kind of event", "Agency refused"),
    agencies.AgencyAskedCentre.kind: pgettext_lazy("kind of event", "Agency asked the centre"),
    agencies.AgencyAskedCitizens.kind: pgettext_lazy("kind of event", "Agency asked the citizens"),
    agencies.AgencyQuestionAnswered.kind: pgettext_lazy("kind of event", "Agency's question answered"),
    agencies.AgencyOverdue.kind: pgettext_lazy("kind of event", "Agency is late"),
    agencies.AgencyEscalated.kind: pgettext_lazy("kind of event", "On the governor's list"),
    agencies.AgencySawReporter.kind: pgettext_lazy("kind of event", "Agency saw the reporter's number"),
    agencies.AgencyTermsSet.kind: pgettext_lazy("kind of event", "Terms of an agency set"),
    agencies.AgencyPersonAdded.kind: pgettext_lazy("kind of event", "Person of an agency added"),
    agencies.AgencyPersonEnded.kind: pgettext_lazy("kind of event", "Account of an agency's person ended"),
    agencies.AgencyMonthWritten.kind: pgettext_lazy("kind of event", "Monthly letter to an agency"),
    letters.LetterRegistered.kind: pgettext_lazy("kind of event", "Letter registered"),
    letters.LetterAnnexed.kind: pgettext_lazy("kind of event", "Annex of a letter added"),
    letters.LetterHanded.kind: pgettext_lazy("kind of event", "Letter sent"),
    letters.LetterTurned.kind: pgettext_lazy("kind of event", "Letter sent another way"),
    letters.LetterNotHanded.kind: pgettext_lazy("kind of event", "Letter could not be sent"),
    letters.LetterToldOf.kind: pgettext_lazy("kind of event", "News of a letter"),
    letters.LetterMoved.kind: pgettext_lazy("kind of event", "State of a letter changed"),
    letters.LetterTermsSet.kind: pgettext_lazy("kind of event", "Letterhead changed"),
}
