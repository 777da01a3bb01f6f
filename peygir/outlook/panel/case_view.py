"""A public case as members of the panel see it: what its public page shows, with whatever may be personal masked.

Nothing else of a case is read here or anywhere in the package's queries: `tests/rules/test_panel_sees_no_persons.py`.
"""

from peygir.cases.public import FINISHED
from peygir.cases.tracking import PublicCase, public_case
from peygir.city import queries as city
from peygir.core.personal import cover
from peygir.desks.fieldwork import queries as fieldwork
from peygir.desks.intake import queries as intake
from peygir.desks.intake.publishing.queries import shown_words
from peygir.history.kinds.case_moves import CaseDeclined, CaseFinished
from peygir.outlook.panel.facts import PanelCase

_ANSWERS = frozenset({CaseFinished.kind, CaseDeclined.kind})


def panel_case(city_id: int, code: str) -> PanelCase | None:
    """Return a case that everybody may see; None for any other."""
    found = public_case(code)
    if found is None or not found.is_shown or found.case_code != code:
        return None
    finished = [event for event in found.events if event.kind == CaseFinished.kind]
    finished_on = city.day_of(city_id, finished[-1].at) if finished and found.state in FINISHED else None
    is_late = bool(finished and found.due_at is not None and finished[-1].at > found.due_at)
    return PanelCase(
        code=found.case_code,
        state=found.state,
        close_kind=found.close_kind,
        topic=found.topic,
        district=found.district,
        neighbourhood=found.neighbourhood,
        unit=found.unit,
        opened_on=city.day_of(city_id, found.opened_at),
        finished_on=finished_on,
        is_late=is_late,
        words=tuple(cover(text) for text in shown_words(found.case_id)),
        answer=cover(_answer(found)),
        photos=_photos(found),
    )


def _answer(found: PublicCase) -> str:
    """The unit's last public answer; "" without one."""
    numbers = [event.number for event in found.events if event.kind in _ANSWERS and event.number in found.public_notes]
    return found.public_notes[numbers[-1]] if numbers else ""


def _photos(found: PublicCase) -> tuple[tuple[str, int], ...]:
    """The approved pictures, those of the report first."""
    before = [("report", picture.id) for picture in intake.pictures_of(found.case_id) if picture.is_public]
    after = [("work", one.pk) for one in fieldwork.evidence_of(found.case_id) if one.is_public]
    return tuple(before + after)
