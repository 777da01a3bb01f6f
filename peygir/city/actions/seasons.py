"""Seasons that begin and end by a press: a night of snow starts when it snows, and is lifted when it is over."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from peygir.city import queries
from peygir.city.actions.turning import DecidedSince
from peygir.city.models import City, Season, SeasonFace, SeasonRun
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import Names
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.models import Event

SEASON_STARTED: Final = "season_started"
SEASON_LIFTED: Final = "season_lifted"
SEASON_MOVED: Final = "season_moved"


class NoSuchSeason(Missing):
    """There is no such season in this city, or it is closed."""

    message = _("There is no such season.")


class SeasonRunsAlready(Conflict):
    """It is in force just now, or will be before the wanted end."""

    message = _("“{name}” is in force already, or will be within this time.")


class SeasonDoesNotRun(Conflict):
    """There is nothing to lift."""

    message = _("“{name}” is not in force now.")


class SeasonTimesAreWrong(Invalid):
    """It would end before it begins."""

    message = _("It must end after it begins, and after now.")


def start_season(city_id: int, code: str, *, until: datetime, by: str, since: datetime | None = None) -> int:
    """Lay a season over the ordinary rules from `since` (None: from now) up to `until`; gives the run's id.

    Raises NoSuchSeason, SeasonTimesAreWrong, SeasonRunsAlready.
    """
    with transaction.atomic():
        city, season, now = _under_lock(city_id, code)
        begins = max(since or now, now)
        if until <= begins:
            raise SeasonTimesAreWrong()
        _refuse_two_runs(season, begins, until)
        run = SeasonRun(season=season, begins_at=begins, ends_at=until, source=SeasonRun.RunSource.DESK)
        run.save(force_insert=True)
        span = {"from": begins.isoformat(), "to": until.isoformat()}
        record(city, SEASON_STARTED, by=by, at=now, data={"season": code, "run": run.pk, **span})
        transaction.on_commit(queries.forget)
    queries.forget()
    return int(run.pk)


def move_season(city_id: int, code: str, run_id: int, *, until: datetime, by: str) -> None:
    """A run that is in force or to come ends at another moment, earlier or later.

    Raises NoSuchSeason, SeasonDoesNotRun, SeasonTimesAreWrong, SeasonRunsAlready.
    """
    with transaction.atomic():
        city, season, now = _under_lock(city_id, code)
        run = SeasonRun.objects.filter(pk=run_id, season=season, lifted_at=None, ends_at__gt=now).first()
        if run is None:
            raise SeasonDoesNotRun(**_names(season))
        if until <= max(now, run.begins_at) or until == run.ends_at:
            raise SeasonTimesAreWrong()
        _refuse_two_runs(season, run.begins_at, until, but=run.pk)
        was, run.ends_at = run.ends_at, until
        run.save(update_fields=["ends_at"])
        data = {"season": code, "run": run.pk, "was": was.isoformat(), "to": until.isoformat()}
        record(city, SEASON_MOVED, by=by, at=now, data=data)
        transaction.on_commit(queries.forget)
    queries.forget()


def take_back_run(city: City, event: Event, *, by: str) -> None:
    """Take back a start, an end or a lifting, as far as it can still be. Raises DecidedSince, SeasonRunsAlready."""
    now, code = clock.now(), event.data["season"]
    season = Season.objects.get(city=city, code=code)
    ids = event.data["runs"] if event.kind == SEASON_LIFTED else [event.data["run"]]
    runs = list(SeasonRun.objects.filter(pk__in=ids, ends_at__gt=now, is_taken_back=False))
    is_lifted = event.kind == SEASON_LIFTED
    if not runs or any((run.lifted_at is not None) != is_lifted for run in runs):
        raise DecidedSince()
    if is_lifted:
        for run in runs:
            _refuse_two_runs(season, now, run.ends_at, but=run.pk)
            run.lifted_at = None
            run.save(update_fields=["lifted_at"])
        kind, event_data = (
            SEASON_STARTED,
            {"run": runs[0].pk, "from": now.isoformat(), "to": runs[0].ends_at.isoformat()},
        )
    elif event.kind == SEASON_STARTED:
        runs[0].lifted_at = now
        runs[0].save(update_fields=["lifted_at"])
        kind, event_data = SEASON_LIFTED, {"runs": ids}
    else:
        kind, event_data = SEASON_MOVED, _ended_as_before(season, runs[0], event, now)
    record(city, kind, by=by, at=now, data={"season": code, **event_data, "undoes": event.number})


def _ended_as_before(season: Season, run: SeasonRun, event: Event, now: datetime) -> dict[str, object]:
    before = datetime.fromisoformat(event.data["was"])
    if run.ends_at != datetime.fromisoformat(event.data["to"]) or before <= max(now, run.begins_at):
        raise DecidedSince()
    _refuse_two_runs(season, run.begins_at, before, but=run.pk)
    run.ends_at = before
    run.save(update_fields=["ends_at"])
    return {"run": run.pk, "was": event.data["to"], "to": before.isoformat()}


def lift_season(city_id: int, code: str, *, by: str) -> None:
    """End a season now, and call off its run that is still to come where none is in force.

    Cases that were opened under it keep it. Raises NoSuchSeason, SeasonDoesNotRun.
    """
    with transaction.atomic():
        city, season, now = _under_lock(city_id, code)
        runs = list(SeasonRun.objects.filter(season=season, lifted_at=None, ends_at__gt=now).order_by("begins_at"))
        lifted = [run for run in runs if run.begins_at <= now] or runs[:1]
        if not lifted:
            raise SeasonDoesNotRun(**_names(season))
        for run in lifted:
            run.lifted_at = now
            run.save(update_fields=["lifted_at"])
        record(city, SEASON_LIFTED, by=by, at=now, data={"season": code, "runs": [run.pk for run in lifted]})
        transaction.on_commit(queries.forget)
    queries.forget()


def _under_lock(city_id: int, code: str) -> tuple[City, Season, datetime]:
    city = City.objects.select_for_update(no_key=True).get(pk=city_id)
    season = Season.objects.filter(city=city, code=code, valid_to=None).first()
    if season is None:
        raise NoSuchSeason()
    return city, season, clock.now()


def _refuse_two_runs(season: Season, begins: datetime, ends: datetime, *, but: Any = None) -> None:
    there = SeasonRun.objects.filter(season=season, lifted_at=None, begins_at__lt=ends, ends_at__gt=begins)
    if there.exclude(pk=but).exists():
        raise SeasonRunsAlready(**_names(season))


def _names(season: Season) -> dict[str, Names]:
    """The season's names as the newest decision has them."""
    said = SeasonFace.objects.filter(season=season, valid_to=None).first() or season
    return {"name": Names.of(said.name_fa, said.name_en)}
