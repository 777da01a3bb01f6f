"""The vocabularies of alarms and estimates: how an alarm was found, its state, and what a run estimates."""

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class AlarmMethod(Vocabulary):
    """By which method an alarm was found."""

    WEEKLY = "weekly", pgettext_lazy("method of an alarm", "weekly counts of a topic in a district")
    SCAN = "scan", pgettext_lazy("method of an alarm", "neighbourhoods that lie together")


class AlarmState(Vocabulary):
    """Whether what an alarm is about still goes on."""

    RUNNING = "running", pgettext_lazy("state of an alarm", "Still above expected")
    OVER = "over", pgettext_lazy("state of an alarm", "Back to normal")


class AlarmOpinion(Vocabulary):
    """What else points the same way as the method by which an alarm was found."""

    C1 = "C1", pgettext_lazy("opinion on an alarm", "EARS C1: above the seven weeks before")
    C2 = "C2", pgettext_lazy("opinion on an alarm", "EARS C2: above seven weeks, two weeks earlier")
    C3 = "C3", pgettext_lazy("opinion on an alarm", "EARS C3: above over three weeks together")
    CUSUM = "cusum", pgettext_lazy("opinion on an alarm", "CUSUM: a small rise that lasts")
    CHANGE = "change", pgettext_lazy("opinion on an alarm", "Change point: a new level in the last three weeks")
    SCAN = "scan", pgettext_lazy("opinion on an alarm", "Space-time scan: neighbourhoods that lie together")
    POPULATION = "pop", pgettext_lazy("opinion on an alarm", "Conditional scan: more than in the rest of the city")
    HOT = "hot", pgettext_lazy("opinion on an alarm", "Getis–Ord: the neighbours have more too")


class AlarmBaseline(Vocabulary):
    """From what the expected number was computed."""

    YEARS = "years", pgettext_lazy("baseline of an alarm", "up to five years, with season and trend")
    RECENT = "recent", pgettext_lazy("baseline of an alarm", "the last half year, because older weeks are missing")


class EstimateKind(Vocabulary):
    """What a weekly run estimates."""

    DEMAND = "demand", pgettext_lazy("kind of an estimate", "incidents that nobody reported")
    FORECAST = "forecast", pgettext_lazy("kind of an estimate", "new cases of the next weeks")
