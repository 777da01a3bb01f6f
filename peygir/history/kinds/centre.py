"""Events of what the call centre keeps: its articles, menus, settings, shifts, goals and scores."""

from peygir.history.catalogue import EventData, event


@event("article_kept", file="article", ends=True, keys={"number": "version", "is_public": "public"})
class ArticleKept(EventData):
    """A version of an article was written: the article's code and the version's number."""

    article: str
    number: int
    is_public: bool


@event("menu_kept", file="menu", ends=True, keys={"number": "version"})
class MenuKept(EventData):
    """A version of an IVR menu was written: the menu's code, the version's number, and the keys that it knows."""

    menu: str
    number: int
    keys: str


@event("call_terms_kept", file="callterm", ends=True)
class CentreSettingsKept(EventData):
    """The settings of the centre were changed; each value as text."""

    day_opens: str
    day_closes: str
    day_minutes: str
    night_minutes: str
    short_seconds: str
    most_tries: str
    prank_calls: str
    prank_days: str
    repeat_calls: str
    repeat_days: str
    mark_days: str
    area_code: str


@event("shift_kept", file="shift", ends=True, keys={"ends_at": "ends"})
class ShiftKept(EventData):
    """A shift was made, with its hours and its first day."""

    begins: str
    ends_at: str
    from_: str


@event("shift_ended", file="shift", ends=True)
class ShiftEnded(EventData):
    """A shift was given its last day."""

    on: str


@event("roster_changed", file="roster", ends=True, keys={"assigned": "set"})
class RosterChanged(EventData):
    """Duties of a week were changed: [staff id, day, shift id] of each assigned, [staff id, day] of each freed."""

    assigned: list[list[int | str]]
    freed: list[list[int | str]]


@event("call_goal_kept", file="callgoal", ends=True)
class CallGoalKept(EventData):
    """The goal of the centre's service was changed."""

    share_percent: int
    within_seconds: int
    handling_seconds: int
    patience_seconds: int
    away_percent: int
    least_operators: int


@event("rain_told", file="rainday", ends=True)
class RainyDaySet(EventData):
    """A day was said to be rainy, or not to be."""

    on: str
    is_rainy: bool


@event("score_form_kept", file="scorform", ends=True)
class ScoreFormKept(EventData):
    """The questions by which talks are scored were changed from a day on; `most` holds the points of each."""

    from_: str
    most: list[int]


@event("sample_drawn", file="scorsamp", ends=True)
class ScoreSampleDrawn(EventData):
    """Talks were drawn to be scored: up to `each` of every operator, `drawn` in all."""

    from_: str
    to: str
    each: int
    seed: int
    drawn: int


@event("contact_scored", file="score", ends=True)
class ContactScored(EventData):
    """A supervisor scored a talk; points by the id of the question, None where it does not apply."""

    points: dict[str, int | None]


@event("score_answered", file="score", ends=True)
class ScoreAnswered(EventData):
    """The operator wrote an answer to a score."""
