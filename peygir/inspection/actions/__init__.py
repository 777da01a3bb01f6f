"""Everything that changes a survey: its terms, the nightly lot, tries, answers and their ends."""

from peygir.inspection.actions.asking import (
    NoSuchAsk,
    SurveyHasEnded,
    drop_ask,
    end_asks,
    keep_answer,
    note_try,
    settle_ask,
    turn_to_calls,
)
from peygir.inspection.actions.drawing import draw_surveys
from peygir.inspection.actions.terms import keep_survey_terms

__all__ = [
    "NoSuchAsk", "SurveyHasEnded", "draw_surveys", "drop_ask", "end_asks", "keep_answer", "keep_survey_terms",
    "note_try", "settle_ask", "turn_to_calls",
]  # fmt: skip
