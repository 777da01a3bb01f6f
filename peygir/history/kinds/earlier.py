"""Events of what comes from the city's earlier system."""

from peygir.history.catalogue import EventData, event


@event("earlier_words_kept", file="city", ends=True)
class EarlierWordsKept(EventData):
    """So many words of an earlier system's tables were led to our codes."""

    count: int


@event("earlier_system_counted", file="city", ends=True)
class EarlierSystemCounted(EventData):
    """It was decided whether the cases of an earlier system count in figures and marks."""

    source: str
    is_counted: bool


@event("earlier_report_signed", file="city", ends=True)
class EarlierReportSigned(EventData):
    """Somebody signed the comparison of an earlier system's table with the cases; `digest` is SHA-256 of its file.

    So many of its `rows` were refused, have no case here or differ; the signer accepted that, if there are any.
    """

    source: str
    report: int
    rows: int
    refused: int
    missing: int
    differing: int
    digest: str


@event("earlier_taken_back", file="city", ends=True)
class EarlierTakenBack(EventData):
    """All cases were written into a table with the numbers of an earlier system."""

    source: str
    rows: int
