"""The states of an edition, and what a citizen, the committee, a guardian and the honours office may answer."""

from typing import Final

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class EditionState(Vocabulary):
    """How far an edition is: its rules are frozen from `FROZEN` on."""

    DRAFT = "draft", pgettext_lazy("state of an edition", "Draft")
    PROPOSED = "proposed", pgettext_lazy("state of an edition", "Waits for a second person")
    FROZEN = "frozen", pgettext_lazy("state of an edition", "Rules in force")
    COUNTED = "counted", pgettext_lazy("state of an edition", "Candidates found")
    SEALED = "sealed", pgettext_lazy("state of an edition", "Decided")


class HonourDecision(Vocabulary):
    """What the committee decided about a candidate."""

    NONE = "none", pgettext_lazy("decision of the honours committee", "Not decided yet")
    HONOURED = "honoured", pgettext_lazy("decision of the honours committee", "Honoured")
    RESERVE = "reserve", pgettext_lazy("decision of the honours committee", "Reserve list")
    PASSED = "passed", pgettext_lazy("decision of the honours committee", "Not this year")


class HonourReply(Vocabulary):
    """What somebody who is honoured answered to the invitation."""

    NONE = "none", pgettext_lazy("reply to an invitation", "Not invited yet")
    INVITED = "invited", pgettext_lazy("reply to an invitation", "Invited, no reply yet")
    ACCEPTED = "accepted", pgettext_lazy("reply to an invitation", "Accepted")
    REFUSED = "refused", pgettext_lazy("reply to an invitation", "Does not want it")


class HonourConsentAnswer(Vocabulary):
    """Whether a citizen wants to be a candidate, and whether the name may be published."""

    NAMED = "named", pgettext_lazy("consent to honours", "Yes, with my name")
    UNNAMED = "unnamed", pgettext_lazy("consent to honours", "Yes, but without my name in public")
    NO = "no", pgettext_lazy("consent to honours", "No, leave me out")


class FlagKind(Vocabulary):
    """What may speak against a candidate; each has to be looked at by a person before the candidate is honoured."""

    STAFF_PHONE = "staff_phone", pgettext_lazy("flag of a candidate", "The number is one of staff's")
    STAFF_NAME = "staff_name", pgettext_lazy("flag of a candidate", "Has the name of a member of staff")
    RELATIVE = "relative", pgettext_lazy("flag of a candidate", "Family of a member of staff")
    ONE_CHECKER = "one_checker", pgettext_lazy("flag of a candidate", "One member of staff finished most of the cases")
    SAME_PHONE = "same_phone", pgettext_lazy("flag of a candidate", "Another candidate has the same number")
    SAME_ADDRESS = "same_address", pgettext_lazy("flag of a candidate", "Another candidate gave the same address")
    TOGETHER = "together", pgettext_lazy("flag of a candidate", "Reports the same incidents as another candidate")
    BUSINESS = "business", pgettext_lazy("flag of a candidate", "Acts for a business")
    PRANKS = "pranks", pgettext_lazy("flag of a candidate", "Several reports of which nothing was found")
    INTEREST = "interest", pgettext_lazy("flag of a candidate", "Other conflict of interest")


class PupilHonour(Vocabulary):
    """What a pupil becomes."""

    SHAHRIAR = "shahriar", pgettext_lazy("honour of a pupil", "Shahriar")
    AMBASSADOR = "ambassador", pgettext_lazy("honour of a pupil", "Ambassador of 137")


class NominatedBy(Vocabulary):
    """Who named a pupil."""

    SCHOOL = "school", pgettext_lazy("a pupil was nominated by", "the school")
    COMMITTEE = "committee", pgettext_lazy("a pupil was nominated by", "the committee")


class GuardianConsent(Vocabulary):
    """How a guardian agreed; without it nothing is decided about a pupil."""

    NONE = "none", pgettext_lazy("consent of a guardian", "Not asked yet")
    ASKED = "asked", pgettext_lazy("consent of a guardian", "Code sent, no answer yet")
    PAPER = "paper", pgettext_lazy("consent of a guardian", "Signed form on paper")
    CODE = "code", pgettext_lazy("consent of a guardian", "By the code sent to the guardian")
    REFUSED = "refused", pgettext_lazy("consent of a guardian", "Does not agree")


class PupilTaskKind(Vocabulary):
    """The simple tasks of a pupil."""

    WALK = "walk", pgettext_lazy("task of a pupil", "Reporting walk")
    LESSON = "lesson", pgettext_lazy("task of a pupil", "Lesson in class")


class CertificateKind(Vocabulary):
    """Whom a certificate is for."""

    CITIZEN = "citizen", pgettext_lazy("kind of a certificate", "Citizen")
    SHAHRIAR = "shahriar", pgettext_lazy("kind of a certificate", "Shahriar")
    AMBASSADOR = "ambassador", pgettext_lazy("kind of a certificate", "Ambassador of 137")


AGREED: Final = frozenset({GuardianConsent.PAPER, GuardianConsent.CODE})
"""The answers with which a guardian has agreed."""
CHANGEABLE: Final = frozenset({EditionState.DRAFT, EditionState.PROPOSED})
"""The states in which the rules of an edition may still change."""
