"""Events of the satisfaction survey: its settings, and each citizen who is asked."""

from peygir.history.catalogue import EventData, event


@event("survey_terms_kept", file="survterm", ends=True)
class SurveySettingsKept(EventData):
    """The settings of the survey were changed; each value as text, and each unit's own share by its id."""

    first_on: str
    is_on: str
    share: str
    most: str
    sms_share: str
    is_voice: str
    opens: str
    closes: str
    tries: str
    answer_days: str
    sms_hours: str
    rest_days: str
    fewest: str
    seed: str
    units: dict[str, int]


@event("survey_planned", file="survey", ends=True)
class SurveyAskPlanned(EventData):
    """A citizen is to be asked how a case ended: `why` the case was drawn, and the channel (`way`)."""

    why: str
    way: str


@event("survey_called", file="survey", ends=True)
class SurveyAskCalled(EventData):
    """The exchange was asked to call a citizen of the survey."""

    call: int


@event("survey_tried", file="survey", ends=True, keys={"next_at": "next"})
class SurveyAskTried(EventData):
    """A citizen of the survey was not reached: `tries` so far, and the moment of the next one."""

    tries: int
    next_at: str


@event("survey_turned", file="survey", ends=True, keys={"next_at": "next"})
class SurveyAskTurned(EventData):
    """A citizen of the survey is asked by another channel (`way`) from now on."""

    way: str
    next_at: str


@event("survey_ended", file="survey", ends=True)
class SurveyAskEnded(EventData):
    """A citizen of the survey is asked no more: the state it ended in, and the answer, "" for none."""

    state: str
    answer: str
