"""Starts and lifts seasons by command: a night of snow starts when it snows, and is lifted when it is over."""

from datetime import datetime
from typing import Any

from django.db import transaction

from peygir.city import queries
from peygir.city.actions.turning import DecidedSince
from peygir.city.models import City, Season, SeasonFace, SeasonRun
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import Names
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.catalogue import EventData
from peygir.history.kinds.city import SeasonEndMoved, SeasonLifted, SeasonStarted
from peygir.history.models import Event


class NoSuchSeason(Missing):
    """The city has no such season, or it is closed."""

    message = _("There is no such season.")


class SeasonRunsAlready(Conflict):
    """The season is in force now, or will be before the requested end."""

    message = _("“{name}” is in force already, or will be within this time.")


class SeasonDoesNotRun(Conflict):
    """The season is not running, so there is nothing to lift."""

    message = _("“{name}” is not in force now.")


class SeasonTimesAreWrong(Invalid):
    """The run would end before it begins."""

    message = _("It must end after it begins, and after now.")


def start_season(city_id: int, code: str, *, until: datetime, by: str, since: datetime | None = None) -> int:
    """Put a season into force from `since` (None: now) up to `until`; returns the run's id.

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
        event = SeasonStarted(season=code, run=run.pk, from_=begins.isoformat(), to=until.isoformat())
        record(city, event, by=by, at=now)
        transaction.on_commit(queries.forget)
    queries.forget()
    return int(run.pk)


def move_season(city_id: int, code: str, run_id: int, *, until: datetime, by: str) -> None:
    """Change the end of a run that is in force or to come, to an earlier or later moment.

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
        event = SeasonEndMoved(season=code, run=run.pk, was=was.isoformat(), to=until.isoformat())
        record(city, event, by=by, at=now)
        transaction.on_commit(queries.forget)
    queries.forget()


def take_back_run(city: City, event: Event, *, by: str) -> None:
    """Take back a start, an end or a lifting, as far as still possible. Raises DecidedSince, SeasonRunsAlready."""
    now, code = clock.now(), event.data["season"]
    season = Season.objects.get(city=city, code=code)
    is_lifted = event.kind == SeasonLifted.kind
    ids = event.data["runs"] if is_lifted else [event.data["run"]]
    runs = list(SeasonRun.objects.filter(pk__in=ids, ends_at__gt=now, is_taken_back=False))
    if not runs or any((run.lifted_at is not None) != is_lifted for run in runs):
        raise DecidedSince()
    undone: EventData
    if is_lifted:
        for run in runs:
            _refuse_two_runs(season, now, run.ends_at, but=run.pk)
            run.lifted_at = None
            run.save(update_fields=["lifted_at"])
        run, to = runs[0], runs[0].ends_at.isoformat()
        undone = SeasonStarted(season=code, run=run.pk, from_=now.isoformat(), to=to, undoes=event.number)
    elif event.kind == SeasonStarted.kind:
        runs[0].lifted_at = now
        runs[0].save(update_fields=["lifted_at"])
        undone = SeasonLifted(season=code, runs=ids, undoes=event.number)
    else:
        undone = _ended_as_before(season, runs[0], event, now)
    record(city, undone, by=by, at=now)


def _ended_as_before(season: Season, run: SeasonRun, event: Event, now: datetime) -> SeasonEndMoved:
    before = datetime.fromisoformat(event.data["was"])
    if run.ends_at != datetime.fromisoformat(event.data["to"]) or before <= max(now, run.begins_at):
        raise DecidedSince()
    _refuse_two_runs(season, run.begins_at, before, but=run.pk)
    run.ends_at = before
    run.save(update_fields=["ends_at"])
    was, to = event.data["to"], before.isoformat()
    return SeasonEndMoved(season=season.code, run=run.pk, was=was, to=to, undoes=event.number)


def lift_season(city_id: int, code: str, *, by: str) -> None:
    """End a season now; if none is in force, cancel its next run.

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
        record(city, SeasonLifted(season=code, runs=[run.pk for run in lifted]), by=by, at=now)
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
    """The season's names by its newest decision."""
    said = SeasonFace.objects.filter(season=season, valid_to=None).first() or season
    return {"name": Names.of(said.name_fa, said.name_en)}
