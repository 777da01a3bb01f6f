"""Events of scoring: schemes, closed and restated months, appeals, sampled answers, and gaming flags."""

from peygir.history.catalogue import ABSENT, EventData, event


@event("score_scheme_proposed", file="scscheme", ends=True)
class ScoreSchemeProposed(EventData):
    """A scheme of marks was proposed: its first month (the day it begins), its content, and the SHA-256 of that."""

    from_on: str
    content: dict[str, object]
    digest: str


@event("score_scheme_decided", file="scscheme", ends=True)
class ScoreSchemeDecided(EventData):
    """A second person decided about a scheme (`outcome`: decided, refused, withdrawn); `proposer` is an id of staff."""

    outcome: str
    digest: str
    proposer: int


@event("score_month_frozen", file="scmonth", ends=True)
class ScoreMonthFrozen(EventData):
    """The figures of a month were frozen: when, how many rows of each table, and the SHA-256 of the snapshot."""

    first_on: str
    as_of: str
    rows: dict[str, object]
    digest: str


@event("score_month_closed", file="scmonth")
class ScoreMonthClosed(EventData):
    """The marks of a month were computed by a scheme (an id): how many, and the SHA-256 of their text."""

    scheme: int
    marks: int
    digest: str


@event("score_publication_proposed", file="scmonth", ends=True)
class ScorePublicationProposed(EventData):
    """Somebody proposed to publish a month before its day (`publish_on`)."""

    publish_on: str


@event("score_publication_refused", file="scmonth", ends=True)
class ScorePublicationRefused(EventData):
    """What `proposer` (staff) proposed was refused by another, or withdrawn (`outcome`): its day comes first."""

    outcome: str
    proposer: int


@event("score_month_published", file="scmonth")
class ScoreMonthPublished(EventData):
    """A version of a month's marks was published: everybody may read it; `proposer` (staff) if before its day."""

    mark_version: int
    digest: str
    proposer: int = ABSENT


@event("score_month_restated", file="scmonth", ends=True)
class ScoreMonthRestated(EventData):
    """An appeal (an id) was upheld: the new version, and the unit's mark before and after, "" for none."""

    mark_version: int
    appeal: int
    unit: int
    before: str
    after: str
    digest: str


@event("score_month_compared", file="scmonth")
class ScoreMonthCompared(EventData):
    """The units of a version were compared: the months of the models (first day → digest of the mix), and the digests.

    `mix` is that of the month's own mix of cases, `digest` that of the text of the comparison.
    """

    mark_version: int
    trained_on: dict[str, object]
    mix: str
    digest: str


@event("score_weak_point_found", file="scweak", ends=True)
class ScoreWeakPointFound(EventData):
    """A topic of a unit (an id), or in a district, got worse in a month (an id) against what was to be expected."""

    month: int
    indicator: str
    topic: str
    unit: int = ABSENT
    district: str = ABSENT
    observed: int
    expected: str


@event("score_weak_point_answered", file="scweak", ends=True)
class ScoreWeakPointAnswered(EventData):
    """Somebody responsible said whether a weak point was real (`answer`: real, not_real, unclear)."""

    answer: str


@event("score_appeal_made", file="scappeal", ends=True)
class ScoreAppealMade(EventData):
    """A unit (an id) appeals against its mark in a month (an id); `note` is the salted digest of the reason."""

    month: int
    unit: int
    indicator: str
    case: int = ABSENT
    why: str = ABSENT
    note: str


@event("score_appeal_decision_proposed", file="scappeal", ends=True)
class ScoreAppealDecisionProposed(EventData):
    """One person of the committee proposed how to decide an appeal; `note` is the salted digest of the answer."""

    outcome: str
    note: str


@event("score_appeal_decided", file="scappeal", ends=True)
class ScoreAppealDecided(EventData):
    """A second person confirmed what `proposer` (staff) proposed, or the unit withdrew; `note` digests the answer."""

    outcome: str
    note: str = ABSENT
    mark_version: int = ABSENT
    proposer: int = ABSENT


@event("score_answers_drawn", file="scanswer", ends=True)
class ScoreAnswersDrawn(EventData):
    """Answers of a month were drawn for a second reading: how many of how many, and the seed."""

    first_on: str
    answers: int
    drawn: int
    seed: str


@event("score_answer_read", file="scanswer", ends=True)
class ScoreAnswerRead(EventData):
    """A second person read an answer (an id) and gave points by question."""

    answer: int
    points: dict[str, object]


@event("score_gaming_tested", file="scgaming", is_internal=True, ends=True)
class ScoreGamingTested(EventData):
    """The units of a month were tested for gaming: how many tests and flags, with which rates of false alarms."""

    first_on: str
    tests: int
    flags: int
    rates: dict[str, object]


@event("score_flag_judged", file="scgaming", is_internal=True, ends=True)
class ScoreFlagJudged(EventData):
    """The inspectorate said what it found when it looked at a flag (an id) about a unit (an id)."""

    flag: int
    unit: int
    what: str
    finding: str


@event("score_gaming_rate_set", file="city", is_internal=True, ends=True)
class ScoreGamingRateSet(EventData):
    """The rate of false alarms of a test of gaming was set: before and after, as text."""

    what: str
    before: str
    after: str
