"""A public case as members of the panel see it: what its public page shows, with whatever may be personal masked.

Nothing else of a case is read here or anywhere in the package's queries: `tests/rules/test_panel_sees_no_persons.py`.
"""

from peygir.cases.public import FINISHED
from peygir.cases.tracking import PublicCase, public_case
from peygir.core.personal import cover
from peygir.desks.fieldwork import queries as fieldwork
from peygir.desks.intake import queries as intake
from peygir.desks.intake.publishing.queries import shown_words
from peygir.history.kinds.case_moves import CaseDeclined, CaseFinished
from peygir.outlook.panel.facts import PanelCase

_ANSWERS = frozenset({CaseFinished.kind, CaseDeclined.kind})


def panel_case(city_id: int, code: str) -> PanelCase | None:
    """Return a case that everybody may see; None for any other."""
    public_facts = public_case(code)
    if public_facts is None or not public_facts.is_shown or public_facts.case_code != code:
        return None
    assert public_facts.opened_on is not None
    finished = [event for event in public_facts.events if event.kind == CaseFinished.kind]
    finished_on = finished[-1].on if finished and public_facts.state in FINISHED else None
    return PanelCase(
        code=public_facts.case_code,
        state=public_facts.state,
        close_kind=public_facts.close_kind,
        topic=public_facts.topic,
        district=public_facts.district,
        neighbourhood=public_facts.neighbourhood,
        unit=public_facts.unit,
        opened_on=public_facts.opened_on,
        finished_on=finished_on,
        is_late=public_facts.was_late,
        words=tuple(cover(text) for text in shown_words(public_facts.case_id)),
        answer=cover(_answer(public_facts)),
        photos=_photos(public_facts),
    )


def _answer(public_facts: PublicCase) -> str:
    """The unit's last public answer; "" without one."""
    numbers = [
        event.number
        for event in public_facts.events
        if event.kind in _ANSWERS and event.number in public_facts.public_notes
    ]
    return public_facts.public_notes[numbers[-1]] if numbers else ""


def _photos(public_facts: PublicCase) -> tuple[tuple[str, int], ...]:
    """The approved pictures by their place among those of the case, those of the report first."""
    pictures = enumerate(intake.pictures_of(public_facts.case_id), 1)
    evidence = enumerate(fieldwork.evidence_of(public_facts.case_id), 1)
    before = [("report", place) for place, picture in pictures if picture.is_public]
    after = [("work", place) for place, one in evidence if one.is_public]
    return tuple(before + after)
