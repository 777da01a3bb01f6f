"""Events between the city and the citizen: answers to questions, surveys, and what everybody may read."""

from peygir.history.catalogue import event
from peygir.history.kinds.cases import CaseEvent


@event("survey_answered", file="case", is_internal=True)
class SurveyAnswered(CaseEvent):
    """The reporter of a report (an id) answered the survey."""

    report: int
    answer: str
    channel: str


@event("answer_unclear", file="case", is_internal=True)
class AnswerUnclear(CaseEvent):
    """The reporter of a report (an id) answered in words that are neither a yes nor a no."""

    report: int
    channel: str


@event("case_surveyed", file="case", is_internal=True, keys={"channel": "way"})
class CaseSurveyed(CaseEvent):
    """The case was drawn for a survey: which report, by which contact channel, how many days there are to answer."""

    report: int
    channel: str
    days: int
    ask: int


@event("words_offered", file="case", is_internal=True, ends=True)
class TextOffered(CaseEvent):
    """The reporter agreed that the text of their report may be published."""

    report: int


@event("words_shown", file="case", is_internal=True, ends=True)
class TextPublished(CaseEvent):
    """Somebody published a version of a report's text from which personal data is covered."""

    report: int


@event("words_hidden", file="case", is_internal=True, ends=True)
class TextUnpublished(CaseEvent):
    """Somebody took the text of a report from the public page."""

    report: int


@event("words_withdrawn", file="case", is_internal=True, ends=True)
class TextWithdrawn(CaseEvent):
    """The author took the text back for good."""

    report: int


@event("photo_shown", file="case", is_internal=True, ends=True)
class PhotoPublished(CaseEvent):
    """Somebody published a photo of a report."""

    photo: int


@event("photo_covered", file="case", is_internal=True, ends=True)
class PhotoCovered(CaseEvent):
    """Somebody covered parts of a photo of a report, or took all covers off (`covers`: how many there are)."""

    photo: int
    covers: int


@event("evidence_covered", file="case", is_internal=True, ends=True)
class EvidenceCovered(CaseEvent):
    """Somebody covered parts of a photo of the work, or took all covers off (`covers`: how many there are)."""

    evidence: int
    covers: int


@event("photo_hidden", file="case", is_internal=True, ends=True)
class PhotoUnpublished(CaseEvent):
    """Somebody took a photo of a report from the public page."""

    photo: int


@event("evidence_shown", file="case", is_internal=True, ends=True)
class EvidencePublished(CaseEvent):
    """Somebody published a photo of the work."""

    evidence: int


@event("evidence_hidden", file="case", is_internal=True, ends=True)
class EvidenceUnpublished(CaseEvent):
    """Somebody took a photo of the work from the public page."""

    evidence: int


@event("note_shown", file="case", is_internal=True, ends=True, keys={"note_number": "note"})
class AnswerPublished(CaseEvent):
    """Somebody published an answer of the unit; `note_number` is the event that carries it."""

    note_number: int


@event("note_hidden", file="case", is_internal=True, ends=True, keys={"note_number": "note"})
class AnswerUnpublished(CaseEvent):
    """Somebody took an answer of the unit from the public page; `note_number` is the event that carries it."""

    note_number: int
