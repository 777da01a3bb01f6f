"""Events of a city: loads of its files, and what is decided of its map, topics, units, days, seasons and messages.

`from_` and `to` are days or moments in ISO 8601. A decision about versions lists [key…, id before, id after] of each
version that it replaced. `undoes` is the number of the decision that an event takes back.
"""

from typing import Any

from peygir.history.catalogue import ABSENT, EventData, event


@event("city_loaded", file="city", ends=True)
class CityLoaded(EventData):
    """The files of a city were loaded from a day on: what changed, the digest of each file, and rows by table."""

    number: int
    changes: list[dict[str, Any]]
    digests: dict[str, str]
    on: str
    counts: dict[str, int]


@event("areas_redrawn", file="city", ends=True)
class AreasRedrawn(EventData):
    """The map of districts and neighbourhoods was changed: [code, id before, id after] of each area."""

    from_: str
    districts: list[list[Any]]
    neighbourhoods: list[list[Any]]
    undoes: int = ABSENT


@event("unit_renamed", file="city", ends=True)
class UnitRenamed(EventData):
    """A unit got another name: ids of the name's versions before and after, and the Persian names themselves."""

    unit: int
    from_: str
    before: int | None
    after: int | None
    names: list[str]
    undoes: int = ABSENT


@event("owners_changed", file="city", ends=True, keys={"owners": "cells"})
class OwnersChanged(EventData):
    """Topics were given to a unit or an agency, in some districts or all."""

    from_: str
    owners: list[list[Any]]
    unit: int | None = ABSENT
    agency: int | None = ABSENT
    undoes: int = ABSENT


@event("terms_changed", file="city", ends=True, keys={"terms": "topics"})
class PromiseHoursChanged(EventData):
    """The hours that are promised for topics were changed."""

    from_: str
    terms: list[list[Any]]
    undoes: int = ABSENT


@event("topics_changed", file="city", ends=True, keys={"descriptions": "faces", "terms": "topics", "owners": "cells"})
class TopicChanged(EventData):
    """A topic was changed or added; the lists hold the versions of its description, its hours and its owners."""

    from_: str
    topic: str
    is_new: bool = ABSENT
    descriptions: list[list[Any]]
    terms: list[list[Any]]
    owners: list[list[Any]] = ABSENT
    undoes: int = ABSENT


@event("topics_turned", file="city", ends=True)
class TopicDecisionsTookEffect(EventData):
    """What was decided of topics for a day holds from now on; `topics` lists their ids."""

    from_: str
    topics: list[int]


@event("days_changed", file="city", keys={"moves_promises": "moves"})
class CalendarDaysChanged(EventData):
    """Days were made holidays, half days or working days: [day, before, after] of each.

    Open promises that run over these days move with them, or do not.
    """

    from_: str
    days: list[list[Any]]
    moves_promises: bool
    undoes: int = ABSENT


@event("hours_changed", file="city", ends=True)
class OfficeHoursChanged(EventData):
    """The office hours of a unit or of the city were changed."""

    from_: str
    hours: list[list[Any]]
    undoes: int = ABSENT


@event("ladder_changed", file="city", ends=True, keys={"steps": "rungs", "scope": "ladder"})
class EscalationChanged(EventData):
    """Escalation steps were changed, for a topic, a unit and an urgency: their ids and its code, null or "" for any."""

    from_: str
    steps: list[list[Any]]
    scope: list[Any]
    undoes: int = ABSENT


@event("season_changed", file="city", ends=True, keys={"versions": "seasons"})
class SeasonChanged(EventData):
    """A season was described anew, or added."""

    from_: str
    season: str
    versions: list[list[Any]]
    is_new: bool
    undoes: int = ABSENT


@event("season_started", file="city", ends=True)
class SeasonStarted(EventData):
    """A run of a season was started, or a lifted one goes on."""

    season: str
    run: int
    from_: str
    to: str
    undoes: int = ABSENT


@event("season_moved", file="city", ends=True)
class SeasonEndMoved(EventData):
    """A run of a season ends at another moment (`to`) than before (`was`)."""

    season: str
    run: int
    was: str
    to: str
    undoes: int = ABSENT


@event("season_lifted", file="city", ends=True)
class SeasonLifted(EventData):
    """Runs of a season were ended before their time, or called off."""

    season: str
    runs: list[int]
    undoes: int = ABSENT


@event("work_planned", file="city", ends=True)
class WorkPlanned(EventData):
    """Works or an outage were announced; `work` is their code."""

    work: str
    topics: list[str]
    unit: int | None
    from_: str
    to: str


@event("work_ended", file="city", ends=True)
class WorkEnded(EventData):
    """Announced works ended before their time, or were called off."""

    work: str


@event("text_changed", file="city", ends=True, keys={"message": "text"})
class MessageTextChanged(EventData):
    """The words of a kind of message were changed in a language: ids of the versions before and after."""

    from_: str
    message: str
    language: str
    after: int
    before: int | None
    undoes: int = ABSENT
