"""Saved questions and boards: whose they are, who sees them, and how many a person may have."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.history.queries import timeline, verify
from peygir.outlook.insight import actions
from peygir.outlook.insight.actions import boards, saving, subscribing
from peygir.outlook.insight.models import (
    BoardTile,
    QuestionBoard,
    QuestionSubscription,
    SavedQuestion,
)
from peygir.outlook.insight.questions import QuestionIsNotRight
from peygir.outlook.insight.saved_queries import (
    question_board,
    question_boards,
    saved_question,
    saved_questions,
)
from peygir.outlook.insight.saved_rules import (
    BoardIsFull,
    ChartIsUnknown,
    MayNotAskTheLake,
    SavedNameIsMissing,
    SavedNameIsTaken,
    SavedTooMuch,
    SharingIsNotRight,
)
from peygir.people.models import Staff
from peygir.people.queries import actor_of
from peygir.people.rules import Actor
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
TEXT = "cases_opened~by.month"
MAIL = "m@golgasht.example"


def person(username: str) -> Actor:
    """A member of staff as an actor."""
    return actor_of(Staff.objects.get(username=username))


def saved(town: Town, name: str = "Cases by month", *, by: str = "supervisor", **more: Any) -> SavedQuestion:
    """A question that somebody saved."""
    return actions.save_question(town.city_id, name, TEXT, **{"chart": "line", **more}, by=person(by))


def board(town: Town, name: str = "Mine", *, by: str = "supervisor", **more: Any) -> QuestionBoard:
    """A board that somebody made."""
    return actions.make_board(town.city_id, name, **more, by=person(by))


def test_a_question_is_saved_in_its_one_form_and_recorded(town: Town) -> None:
    row = actions.save_question(
        town.city_id, " Cases  by\nmonth ", "cases_opened~by.month~in.district.2.1", chart="bar", by=town.supervisor
    )
    assert (row.name, row.text) == ("Cases by month", "cases_opened~by.month~in.district.1.2")
    assert [event.kind for event in timeline("squestion", row.pk)] == ["saved_question_kept"]
    assert "district" not in timeline("squestion", row.pk)[0].body, "a digest, and no text"
    actions.change_question(
        row.pk, name="Other", text=TEXT, chart="line", shared_with="role", role="manager", by=town.supervisor
    )
    assert saved_question(row.pk, town.city_id, person("manager")) is not None
    actions.end_question(row.pk, by=town.supervisor)
    assert saved_questions(town.city_id, town.supervisor) == []
    assert [event.kind for event in timeline("squestion", row.pk)][-1] == "saved_question_ended"
    assert verify().breaks == []


def test_what_is_refused(town: Town) -> None:
    saved(town)
    row = SavedQuestion.objects.get()
    wrong: list[tuple[type[Refusal], dict[str, Any]]] = [
        (SavedNameIsMissing, {"name": " \u200c "}),
        (SavedNameIsMissing, {"name": "x" * 81}),
        (SavedNameIsTaken, {"name": "Cases by month"}),
        (ChartIsUnknown, {"name": "b", "chart": "pie"}),
        (SharingIsNotRight, {"name": "b", "shared_with": "world"}),
        (SharingIsNotRight, {"name": "b", "shared_with": "role", "role": "nobody"}),
        (SharingIsNotRight, {"name": "b", "shared_with": "role"}),
    ]
    for refusal, given in wrong:
        with pytest.raises(refusal):
            saved(town, **given)
    with pytest.raises(QuestionIsNotRight):
        actions.save_question(town.city_id, "b", "select 1", chart="line", by=town.supervisor)
    with pytest.raises(MayNotAskTheLake):
        saved(town, "b", by="clerk")
    with pytest.raises(saving.NoSuchSavedQuestion):
        actions.end_question(row.pk, by=person("manager"))
    with pytest.raises(saving.NoSuchSavedQuestion):
        actions.change_question(row.pk, name="b", chart="line", shared_with="nobody", by=person("manager"))
    assert SavedQuestion.objects.count() == 1
    assert saved(town, by="manager").owner_id == town.staff["manager"], "another person may take the same name"


def test_what_is_shared_is_seen_by_those_alone(town: Town) -> None:
    own, by_role, by_all = (
        saved(town, "own"),
        saved(town, "role", shared_with="role", role="deputy"),
        saved(town, "all", shared_with="city"),
    )
    board(town, "shown", shared_with="city")
    seen = {name: {one.id for one in saved_questions(town.city_id, person(name))} for name in town.staff}
    assert seen["supervisor"] == {own.pk, by_role.pk, by_all.pk}
    assert seen["deputy"] == {by_role.pk, by_all.pk}
    assert seen["manager"] == seen["council"] == {by_all.pk}
    assert seen["clerk"] == set()
    assert [one.is_own for one in saved_questions(town.city_id, town.supervisor)] == [True, True, True]
    assert [one.name for one in question_boards(town.city_id, person("council"))] == ["shown"]
    assert question_boards(town.city_id, person("clerk")) == []


def test_nobody_keeps_more_than_a_person_may(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "MOST_QUESTIONS", 2)
    monkeypatch.setattr(boards, "MOST_BOARDS", 1)
    monkeypatch.setattr(boards, "MOST_TILES", 1)
    monkeypatch.setattr(subscribing, "MOST_SUBSCRIPTIONS", 1)
    first, second = saved(town, "a"), saved(town, "b")
    with pytest.raises(SavedTooMuch):
        saved(town, "c")
    row = board(town)
    with pytest.raises(SavedTooMuch):
        board(town, "other")
    actions.put_on_board(row.pk, first.pk, by=town.supervisor)
    actions.put_on_board(row.pk, first.pk, by=town.supervisor)
    with pytest.raises(BoardIsFull):
        actions.put_on_board(row.pk, second.pk, by=town.supervisor)
    Staff.objects.filter(pk=town.staff["supervisor"]).update(email=MAIL)
    actions.subscribe(town.city_id, board_id=row.pk, by=town.supervisor)
    with pytest.raises(SavedTooMuch):
        actions.subscribe(town.city_id, question_id=first.pk, by=town.supervisor)
    actions.end_question(first.pk, by=town.supervisor)
    saved(town, "c")
    actions.put_on_board(row.pk, second.pk, by=town.supervisor)


def test_a_board_keeps_its_order(town: Town) -> None:
    row = board(town, shared_with="city")
    names = ["a", "b", "c"]
    for name in names:
        actions.put_on_board(row.pk, saved(town, name).pk, by=town.supervisor)

    def shown() -> list[str]:
        facts = question_board(row.pk, town.city_id, person("manager"))
        assert facts is not None
        return [tile.question.name for tile in facts.tiles]

    tiles = dict(BoardTile.objects.values_list("question__name", "pk"))
    assert shown() == names
    actions.move_tile(row.pk, tiles["c"], is_up=True, by=town.supervisor)
    assert shown() == ["a", "c", "b"]
    actions.move_tile(row.pk, tiles["a"], is_up=True, by=town.supervisor)
    actions.move_tile(row.pk, tiles["b"], is_up=False, by=town.supervisor)
    assert shown() == ["a", "c", "b"], "at the edge it stays"
    actions.move_tile(row.pk, tiles["a"], is_up=False, by=town.supervisor)
    assert shown() == ["c", "a", "b"]
    actions.take_off_board(row.pk, tiles["a"], by=town.supervisor)
    actions.end_question(SavedQuestion.objects.get(name="b").pk, by=town.supervisor)
    assert shown() == ["c"]
    with pytest.raises(boards.NoSuchTile):
        actions.take_off_board(row.pk, tiles["a"], by=town.supervisor)
    with pytest.raises(boards.NoSuchTile):
        actions.move_tile(row.pk, tiles["a"], is_up=True, by=town.supervisor)
    with pytest.raises(boards.NoSuchBoard):
        actions.put_on_board(row.pk, SavedQuestion.objects.get(name="a").pk, by=person("manager"))
    hidden = saved(town, "d", by="manager")
    with pytest.raises(saving.NoSuchSavedQuestion):
        actions.put_on_board(row.pk, hidden.pk, by=town.supervisor)
    actions.change_board(row.pk, name="Renamed", shared_with="nobody", by=town.supervisor)
    assert question_board(row.pk, town.city_id, person("manager")) is None
    actions.end_board(row.pk, by=town.supervisor)
    assert question_boards(town.city_id, town.supervisor) == []
    assert verify().breaks == []


def test_the_database_keeps_what_the_actions_keep(town: Town) -> None:
    row = saved(town)
    now = clock.now()
    for wrong in (
        {"chart": "pie"},
        {"shared_with": "world"},
        {"shared_with": "role", "role": ""},
        {"shared_with": "city", "role": "manager"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            SavedQuestion.objects.filter(pk=row.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionSubscription.objects.create(staff_id=town.staff["supervisor"], begun_at=now, next_at=now)


def test_what_is_shared_no_more_is_on_no_board_of_others(town: Town) -> None:
    theirs = saved(town, "Theirs", by="mayor", shared_with="city")
    row = board(town, shared_with="city")
    actions.put_on_board(row.pk, theirs.pk, by=town.supervisor)
    actions.put_on_board(row.pk, saved(town, "Own").pk, by=town.supervisor)

    def names() -> list[str]:
        seen = question_board(row.pk, town.city_id, person("manager"))
        return [tile.question.name for tile in seen.tiles] if seen is not None else []

    assert names() == ["Theirs", "Own"]
    actions.change_question(theirs.pk, name="Theirs", text=TEXT, chart="line", shared_with="nobody", by=person("mayor"))
    assert names() == ["Own"], "an own question is on an own board, shared or not"
