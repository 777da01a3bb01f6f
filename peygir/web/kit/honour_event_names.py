"""Short names of the kinds of events of honours."""

from typing import Final

from django.utils.translation import pgettext_lazy

from peygir.history.kinds import honours

HONOUR_NAMES: Final = {
    honours.EditionKept.kind: pgettext_lazy("kind of event", "Rules of honours written"),
    honours.EditionProposed.kind: pgettext_lazy("kind of event", "Rules of honours proposed"),
    honours.EditionRefused.kind: pgettext_lazy("kind of event", "Rules of honours refused"),
    honours.EditionFrozen.kind: pgettext_lazy("kind of event", "Rules of honours frozen"),
    honours.CandidatesCounted.kind: pgettext_lazy("kind of event", "Candidates found"),
    honours.ConsentsAsked.kind: pgettext_lazy("kind of event", "Candidates asked for consent"),
    honours.CandidateFlagged.kind: pgettext_lazy("kind of event", "Candidate flagged"),
    honours.CandidateFlagCleared.kind: pgettext_lazy("kind of event", "Flag of a candidate cleared"),
    honours.CandidateDecided.kind: pgettext_lazy("kind of event", "Decision about a candidate"),
    honours.EditionSealed.kind: pgettext_lazy("kind of event", "Decisions of honours sealed"),
    honours.HonoursInvited.kind: pgettext_lazy("kind of event", "Invitations sent"),
    honours.InvitationAnswered.kind: pgettext_lazy("kind of event", "Invitation answered"),
    honours.PupilNominated.kind: pgettext_lazy("kind of event", "Pupil nominated"),
    honours.GuardianAnswered.kind: pgettext_lazy("kind of event", "Answer of a guardian"),
    honours.PupilTaskDone.kind: pgettext_lazy("kind of event", "Task of a pupil done"),
    honours.PupilDecided.kind: pgettext_lazy("kind of event", "Decision about a pupil"),
    honours.CertificatesIssued.kind: pgettext_lazy("kind of event", "Certificates issued"),
    honours.CertificateWithdrawn.kind: pgettext_lazy("kind of event", "Certificate withdrawn"),
    honours.PupilsErased.kind: pgettext_lazy("kind of event", "Data of pupils erased"),
    honours.HonourConsentAnswered.kind: pgettext_lazy("kind of event", "Consent to be honoured"),
}
