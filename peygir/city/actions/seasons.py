"""Seasons that begin and end by a press: a night of snow starts when it snows, and is lifted when it is over."""

from datetime import datetime

from django.db import transaction

from peygir.city import queries
from peygir.city.models import City, Season, SeasonRun
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.history.actions import record


class NoSuchSeason(Missing):
    """There is no such season in this city, or it is closed."""

    fa = "چنین فصل یا ستادی تعریف نشده است."
    en = "There is no such season."


class SeasonRunsAlready(Conflict):
    """It is in force just now, or will be before the wanted end."""

    fa = "«{name_fa}» هم‌اکنون برقرار است یا در همین زمان برقرار خواهد شد."
    en = "“{name_en}” is in force already, or will be within this time."


class SeasonDoesNotRun(Conflict):
    """There is nothing to lift."""

    fa = "«{name_fa}» اکنون برقرار نیست."
    en = "“{name_en}” is not in force now."


class SeasonTimesAreWrong(Invalid):
    """It would end before it begins."""

    fa = "پایان باید پس از آغاز و پس از اکنون باشد."
    en = "It must end after it begins, and after now."


def start_season(city_id: int, code: str, *, until: datetime, by: str, since: datetime | None = None) -> int:
    """Lay a season over the ordinary rules from `since` (None: from now) up to `until`; gives the run's id.

    Raises NoSuchSeason, SeasonTimesAreWrong, SeasonRunsAlready.
    """
    with transaction.atomic():
        city, season, now = _under_lock(city_id, code)
        begins = max(since or now, now)
        if until <= begins:
            raise SeasonTimesAreWrong()
        if SeasonRun.objects.filter(
            season=season, lifted_at=None, begins_at__lt=until, ends_at__gt=begins
        ).exists():  # fmt: skip
            raise SeasonRunsAlready(name_fa=season.name_fa, name_en=season.name_en or season.name_fa)
        run = SeasonRun(season=season, begins_at=begins, ends_at=until, source=SeasonRun.Source.DESK)
        run.save(force_insert=True)
        span = {"from": begins.isoformat(), "to": until.isoformat()}
        record(city, "season_started", by=by, at=now, data={"season": code, "run": run.pk, **span})
        transaction.on_commit(queries.forget)
    queries.forget()
    return int(run.pk)


def lift_season(city_id: int, code: str, *, by: str) -> None:
    """End a season now, and call off its run that is still to come where none is in force.

    Cases that were opened under it keep it. Raises NoSuchSeason, SeasonDoesNotRun.
    """
    with transaction.atomic():
        city, season, now = _under_lock(city_id, code)
        runs = list(SeasonRun.objects.filter(season=season, lifted_at=None, ends_at__gt=now).order_by("begins_at"))
        lifted = [run for run in runs if run.begins_at <= now] or runs[:1]
        if not lifted:
            raise SeasonDoesNotRun(name_fa=season.name_fa, name_en=season.name_en or season.name_fa)
        for run in lifted:
            run.lifted_at = now
            run.save(update_fields=["lifted_at"])
        record(city, "season_lifted", by=by, at=now, data={"season": code, "runs": [run.pk for run in lifted]})
        transaction.on_commit(queries.forget)
    queries.forget()


def _under_lock(city_id: int, code: str) -> tuple[City, Season, datetime]:
    city = City.objects.select_for_update(no_key=True).get(pk=city_id)
    season = Season.objects.filter(city=city, code=code, valid_to=None).first()
    if season is None:
        raise NoSuchSeason()
    return city, season, clock.now()
