"""Events of honours: an edition with its candidates, pupils and certificates, and citizens' consent to be honoured."""

from peygir.history.catalogue import ABSENT, EventData, event


@event("edition_kept", file="edition", ends=True)
class EditionKept(EventData):
    """The rules of an edition were written or changed, before they were frozen."""

    edition_version: int
    year: int
    from_on: str
    to_on: str
    places: int
    rules: dict[str, object]
    categories: list[str]


@event("edition_proposed", file="edition", ends=True)
class EditionProposed(EventData):
    """The rules of an edition were proposed; a second person has to confirm them."""

    edition_version: int


@event("edition_refused", file="edition", ends=True)
class EditionRefused(EventData):
    """A second person refused the proposed rules: they can be changed again."""

    edition_version: int


@event("edition_frozen", file="edition", ends=True)
class EditionFrozen(EventData):
    """A second person confirmed the rules before the edition began; `proposer` is an id of staff."""

    edition_version: int
    proposer: int


@event("candidates_counted", file="edition", ends=True)
class CandidatesCounted(EventData):
    """The usefulness of all who reported was computed by the frozen rules; `digest` is the SHA-256 of the lines."""

    assessed: int
    eligible: int
    kept: int
    digest: str


@event("consents_asked", file="edition", ends=True)
class ConsentsAsked(EventData):
    """Candidates (ids) were asked by SMS whether they want to be candidates."""

    candidates: list[int]


@event("candidate_flagged", file="edition", ends=True)
class CandidateFlagged(EventData):
    """A person noted something that may speak against a candidate (an id)."""

    candidate: int
    flag: str


@event("candidate_flag_cleared", file="edition", ends=True)
class CandidateFlagCleared(EventData):
    """A person looked at a flag of a candidate (an id), and found that it does not stand in the way."""

    candidate: int
    flag: str


@event("candidate_decided", file="edition", ends=True)
class CandidateDecided(EventData):
    """The committee's decision about a candidate (an id), with its category; the reason stays with the candidate."""

    candidate: int
    decision: str
    category: str


@event("edition_sealed", file="edition", ends=True)
class EditionSealed(EventData):
    """A second person sealed the committee's decisions: how many are honoured, and how many on the reserve list."""

    honoured: int
    reserve: int
    neighbourhoods: int


@event("honours_invited", file="edition", ends=True)
class HonoursInvited(EventData):
    """Candidates (ids) were told by SMS that they are honoured, and asked whether they accept."""

    candidates: list[int]


@event("invitation_answered", file="edition", ends=True)
class InvitationAnswered(EventData):
    """A candidate (an id) accepted the honour, or does not want it; `next` is who came from the reserve list."""

    candidate: int
    accepts: bool
    next_: int = ABSENT


@event("pupil_nominated", file="edition", ends=True)
class PupilNominated(EventData):
    """A pupil (an id) of a school (an id) was nominated."""

    pupil: int
    school: int
    honour: str
    nominator: str


@event("guardian_answered", file="edition", ends=True)
class GuardianAnswered(EventData):
    """The guardian of a pupil (an id) agreed on paper or by a code, or does not agree."""

    pupil: int
    answer: str


@event("pupil_task_done", file="edition", ends=True)
class PupilTaskDone(EventData):
    """A pupil (an id) did one of the simple tasks."""

    pupil: int
    task: str


@event("pupil_decided", file="edition", ends=True)
class PupilDecided(EventData):
    """The committee's decision about a pupil (an id)."""

    pupil: int
    decision: str


@event("certificates_issued", file="edition", ends=True)
class CertificatesIssued(EventData):
    """Certificates (ids) were issued."""

    certificates: list[int]


@event("certificate_withdrawn", file="edition", ends=True)
class CertificateWithdrawn(EventData):
    """A certificate (an id) is valid no longer."""

    certificate: int


@event("pupils_erased", file="edition", ends=True)
class PupilsErased(EventData):
    """The data of an edition's pupils were erased: by rule, or of one pupil at request."""

    pupils: list[int]


@event("honour_consent_answered", file="citizen", ends=True)
class HonourConsentAnswered(EventData):
    """A citizen said whether they want to be a candidate for the city's honours."""

    answer: str
