"""Everything that changes a survey: its settings, the nightly sample, tries, answers and their ends."""

from peygir.desks.surveys.actions.asking import (
    NoSuchAsk,
    SurveyHasEnded,
    drop_ask,
    drop_asks_of,
    end_asks,
    keep_answer,
    note_try,
    settle_ask,
    turn_to_calls,
)
from peygir.desks.surveys.actions.sampling import draw_surveys
from peygir.desks.surveys.actions.survey_settings import keep_survey_settings
from peygir.desks.surveys.actions.voice import (
    OURS,
    VoiceCall,
    end_voice,
    fail_voice,
    give_up_voice,
    leave_to_people,
    miss_voice,
    note_answered,
    note_reason,
    settle_voice,
    take_voice_calls,
)

__all__ = [
    "OURS",
    "NoSuchAsk",
    "SurveyHasEnded",
    "VoiceCall",
    "draw_surveys",
    "drop_ask",
    "drop_asks_of",
    "end_asks",
    "end_voice",
    "fail_voice",
    "give_up_voice",
    "keep_answer",
    "keep_survey_settings",
    "leave_to_people",
    "miss_voice",
    "note_answered",
    "note_reason",
    "note_try",
    "settle_ask",
    "settle_voice",
    "take_voice_calls",
    "turn_to_calls",
]
