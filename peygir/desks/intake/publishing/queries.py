"""The reporters' texts of a case that were offered for publication, and those that are public."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from peygir.core.personal import cover, look
from peygir.desks.intake.models import PublicWords
from peygir.storage.prepared import prepared


@dataclass(frozen=True, slots=True)
class OfferedText:
    """An offered text for the desk: `kinds` of what is or may be personal in it, `masked` with all of it masked."""

    report_id: int
    state: str
    kinds: tuple[str, ...]
    is_doubtful: bool  # the rule cannot tell whether some of it is personal
    masked: str
    shown: str  # the public text; empty: none

    @property
    def waits(self) -> bool:
        """Whether a person has to look: the author offered the text, and the rule found something personal."""
        return self.state == "offered" and bool(self.kinds)


def words_of(case_id: int) -> list[OfferedText]:
    """The texts offered in a case, oldest report first; one statement."""
    return [_words(row) for row in _offered_in(case_id)]


@prepared
def _offered_in(case_id: int) -> QuerySet[PublicWords]:
    return PublicWords.objects.filter(report__case_id=case_id).select_related("report").order_by("report_id")


def shown_words(case_id: int) -> list[str]:
    """The public texts of the reporters in a case that is itself public; one statement."""
    return [words.shown for words in words_of(case_id) if words.shown]


def words_among(report_ids: Iterable[int]) -> dict[int, OfferedText]:
    """The offered texts of these reports, by report id; one statement."""
    rows = PublicWords.objects.filter(report_id__in=list(report_ids)).select_related("report")
    return {row.report_id: _words(row) for row in rows}


def _words(row: PublicWords) -> OfferedText:
    text = row.report.text
    personal = look(text)
    kinds = tuple(personal.kinds)
    shown = row.text if row.state == "shown" and text else text if row.state == "offered" and not kinds else ""
    return OfferedText(row.report_id, row.state, kinds, bool(personal.doubtful), cover(text), shown)
