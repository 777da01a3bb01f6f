"""Gives promises by topic and season, and gives them anew when the topic changes."""

from datetime import datetime
from typing import Any, Final

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.cases.states import OPEN, CaseState
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.office import OfficeWeek
from peygir.desks.promises.actions.pausing import due_shown, keep_pauses, mark_paused, paused_due
from peygir.desks.promises.actions.settling import Story, settle, story_of
from peygir.desks.promises.actions.steps import collection_of, hold_steps, plan_steps
from peygir.desks.promises.days import is_of_days
from peygir.desks.promises.models import Pause, Promise
from peygir.desks.promises.rules import PromisedHours, moved_by_pause, promises_due
from peygir.history.kinds.case_work import PromisesGiven, PromisesRenewed
from peygir.people.rules import IMPORT, SYSTEM
from peygir.storage.asking import select
from peygir.storage.rows import insert, insert_all, update

_GIVEN_IN: Final = OPEN - {CaseState.NEW, CaseState.RETURNED}
_RENEWED_IN: Final = _GIVEN_IN - {CaseState.DONE, CaseState.CONFIRMED, CaseState.NOT_ACTIONABLE}


def promise_case(case_id: int, number: int) -> None:
    """Give the promises of the case's topic, counted from the citizen's first report; given once, they stay."""
    with cases.open_file(case_id) as case:
        renew_promises(case)


def renew_promises(case: Case) -> None:
    """Give the case the promises of its topic, if it has none or has those of another; the caller has opened the file.

    The new ones are counted from the citizen's first report like the old. Those stay on record, and the first are
    scored.
    """
    if case.topic_id is None or case.state not in _GIVEN_IN:
        return
    earlier = select(Promise, order="id", case_id=case.pk)
    replaced = [promise for promise in earlier if promise.replaced_at is None]
    if replaced and (case.state not in _RENEWED_IN or replaced[0].topic_id in (None, case.topic_id)):
        return
    topic_terms = city.terms_of(case.topic_id, on=city.day_of(case.city_id, case.opened_at))
    if topic_terms is None:
        return
    season = city.season_of(
        case.city_id,
        topic_id=case.topic_id,
        at=case.opened_at,
        district_code=city.district_code(case.city_id, case.district_id) if case.district_id else "",
    )
    terms = PromisedHours(
        topic_terms.ack_hours, topic_terms.due_hours, topic_terms.clock, topic_terms.visit_hours
    ).under(season)
    if not replaced and not terms.promises_anything:
        return
    if earlier:
        settle(case, earlier)
        _replace(replaced)
    story = story_of(case)
    pauses = keep_pauses(case, story.waits, [])
    given = _counted(case, terms, topic_terms.id, earlier=earlier, story=story, pauses=pauses)
    insert_all(given, numbered=True)
    finish = next((promise for promise in given if promise.kind == "finish"), None)
    if finish is not None:
        plan_steps(case, finish, pauses)
    due_at = due_shown(case, finish, pauses)
    _tell(case, given, due_at, was=replaced, season_code=season.code if season is not None else "")


def _replace(old: list[Promise]) -> None:
    now = clock.now()
    for promise in old:
        promise.replaced_at, promise.is_over, promise.paused_at = now, True, None
        update(promise, ["replaced_at", "is_over", "paused_at"])
        if promise.kind == "finish":
            hold_steps(promise)


def _counted(
    case: Case, terms: PromisedHours, terms_id: int, *, earlier: list[Promise], story: Story, pauses: list[Pause]
) -> list[Promise]:
    """The promises by these hours, updated by the case's events so far."""
    week = city.office_week(case.city_id, case.unit_id, city.day_of(case.city_id, case.opened_at))
    known = {promise.kind for promise in earlier}
    now, given = clock.now(), []
    collection = collection_of(case, case.topic_id)
    for due in promises_due(terms, start=case.opened_at, week=week, collection=collection):
        promise = Promise(
            case=case,
            kind=due.kind,
            given_at=now,
            given_due_at=due.due_at,
            due_at=due.due_at,
            clock=due.clock,
            hours=due.hours,
            terms_id=terms_id,
            topic_id=case.topic_id,
            unit_id=case.unit_id,
            is_first=due.kind not in known,
        )
        promise.due_at = _with_pauses(case, promise, pauses, week)
        given.append(promise)
    story.tell(given)
    mark_paused(given, pauses)
    return given


def _with_pauses(case: Case, promise: Promise, pauses: list[Pause], week: OfficeWeek) -> datetime:
    """When a promise that is given now is due after the pauses that the case has had."""
    due = promise.given_due_at
    ended = [(pause, pause.to_at) for pause in pauses if pause.to_at is not None]
    if is_of_days(promise.clock, promise.hours):
        return paused_due(case, promise, [(pause.from_at, to_at) for pause, to_at in ended])
    for pause, to_at in ended:
        due = moved_by_pause(due, first=pause.from_at, last=to_at, clock=promise.clock, week=week, worked=pause.worked)
    return due


def _tell(case: Case, given: list[Promise], due_at: datetime | None, *, was: list[Promise], season_code: str) -> None:
    data: dict[str, Any] = {promise.kind: promise.due_at.isoformat() for promise in given}
    if season_code:
        data["season"] = season_code
    if not was:
        cases.set_due(case, PromisesGiven(**data), due_at=due_at, by=SYSTEM, season_code=season_code)
        return
    renewed = PromisesRenewed(topic=case.topic_id, was=was[0].topic_id, **data)
    cases.record_event(case, renewed, by=SYSTEM, due_at=due_at, season_code=season_code or case.season_code)


def promise_by_record(case_id: int, *, due_at: datetime, at: datetime) -> None:
    """Make the target in the city's own record the finish promise; idempotent."""
    with cases.open_file(case_id) as case:
        if not Promise.objects.filter(case=case).exists():
            insert(Promise(case=case, kind="finish", given_at=at, given_due_at=due_at, due_at=due_at))
            cases.set_due(case, PromisesGiven(finish=due_at.isoformat()), due_at=due_at, by=IMPORT)


def leave_unscored(case_id: int) -> None:
    """Let the promises of a case of an earlier system run on without being counted: none of them is the first one."""
    with cases.open_file(case_id) as case:
        Promise.objects.filter(case=case, is_first=True).update(is_first=False)
