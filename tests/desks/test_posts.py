"""Posts: who led what when, what was on record earlier, and rights that begin and end with the day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from peygir.history.queries import timeline, verify
from peygir.journey.clock import next_due_at, tick
from peygir.people.actions import (
    LastAdministrator,
    NoSuchPost,
    NotOnYourself,
    NotYourWork,
    PostDaysAreWrong,
    PostIsHeld,
    PostIsNotValid,
    PostIsOnRecord,
    ReasonIsMissing,
    RoleIsUnknown,
    SuccessorIsThePerson,
    UnitIsMissing,
    add_staff,
    change_posts,
    change_role,
    choose_post,
    hand_over,
    move_people,
    take_back_change,
)
from peygir.people.models import Post, Staff
from peygir.people.post_rules import PostChange, PostKind
from peygir.people.posts import leader_of, posts_of, posts_of_unit
from peygir.people.queries import actor_of
from peygir.people.rules import SYSTEM, CaseVisibility, may_see
from tests import make
from tests.accounts import change, person
from tests.town import MORNING, PASSWORD, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
TODAY = date(2026, 5, 3)


def record(town: Town, who: str, role: str, unit: str, first: date, last: date | None = None, **more: Any) -> int:
    """Record a post as the administrator, and return its id."""
    kind = more.pop("kind", PostKind.HOLDER)
    new_post = PostChange("record", 0, town.units.get(unit), role, kind, first, last)
    assert change_posts(town.staff[who], new_post, by=more.get("by", town.admin))
    return Post.objects.latest("pk").pk


def leader(town: Town, unit: str, on: date, known_at: datetime | None = None) -> str:
    found = leader_of(town.units[unit], on=on, known_at=known_at).leader
    return found.username if found else ""


def standing(town: Town, who: str) -> tuple[str, int | None]:
    row = person(town, who)
    return row.role, row.unit_id


def test_the_past_can_be_asked(town: Town) -> None:
    record(town, "manager", "manager", "D-01", date(2024, 1, 1), date(2025, 6, 30))
    record(town, "clerk_two", "manager", "D-01", date(2025, 7, 1), date(2025, 9, 30), kind=PostKind.ACTING)
    record(town, "clerk_b", "manager", "D-01", date(2025, 10, 1))
    record(town, "clerk", "manager", "D-01", date(2025, 10, 5), date(2025, 10, 9), kind=PostKind.SUBSTITUTE)
    days = {date(2023, 1, 1): "", date(2025, 6, 30): "manager", date(2025, 7, 1): "clerk_two", TODAY: "clerk_b"}
    assert {day: leader(town, "D-01", day) for day in days} == days
    leading = leader_of(town.units["D-01"], on=date(2025, 10, 7))
    assert [one.username for one in (*leading.holders, *leading.substitutes)] == ["clerk_b", "clerk"]
    assert leading.acting == ()
    assert [one.username for one in posts_of_unit(town.units["D-01"], on=TODAY)] == ["clerk_b"]
    assert verify().breaks == []


def test_what_was_believed_earlier_can_be_asked_too(town: Town, town_clock: TownClock) -> None:
    wrong = record(town, "clerk_b", "manager", "D-01", date(2026, 1, 1))
    believed = town_clock.forward(hours=1)
    town_clock.forward(days=2)
    right = PostChange(
        "correct", wrong, town.units["D-01"], "manager", PostKind.HOLDER, date(2026, 2, 1), None, "letter 12"
    )
    with make.refused(ReasonIsMissing):
        change_posts(town.staff["clerk_b"], PostChange(**{**_values(right), "reason": " "}), by=town.admin)
    change_posts(town.staff["clerk_b"], right, by=town.admin)
    assert leader(town, "D-01", date(2026, 1, 15)) == ""
    assert leader(town, "D-01", date(2026, 1, 15), believed) == "clerk_b"
    assert leader(town, "D-01", date(2026, 2, 15)) == "clerk_b"
    assert posts_of(town.staff["clerk_b"], known_at=MORNING - timedelta(days=1)) == []
    old = Post.objects.get(pk=wrong)
    assert (old.reason, old.withdrawn_by, old.from_on) == ("letter 12", str(town.admin), date(2026, 1, 1))
    with make.refused(NoSuchPost):
        change_posts(town.staff["clerk_b"], right, by=town.admin)
    assert [one.kind for one in timeline("staff", town.staff["clerk_b"])] == [
        "post_recorded",
        "staff_changed",
        "post_corrected",
    ]
    assert verify().breaks == []


def _values(post: PostChange) -> dict[str, Any]:
    return {name: getattr(post, name) for name in PostChange.__dataclass_fields__}


def test_two_holders_of_one_leadership_are_refused(town: Town) -> None:
    record(town, "manager", "manager", "D-01", TODAY - timedelta(days=10))
    with make.refused(PostIsHeld):
        record(town, "clerk", "manager", "D-01", TODAY)
    record(town, "clerk_b", "manager", "D-01", TODAY, kind=PostKind.ACTING)
    with make.refused(PostIsHeld):
        change(town, "clerk_two", role="manager", unit_code="D-01")
    with make.refused(PostIsHeld):
        add_staff("late", password=PASSWORD, role="manager", unit_code="D-01", by=town.admin)
    assert not Staff.objects.filter(username="late").exists()
    assert standing(town, "clerk_two") == ("clerk", town.units["D-02"])
    with make.refused(PostIsOnRecord):
        record(town, "manager", "manager", "D-01", TODAY, kind=PostKind.SUBSTITUTE)


def test_a_post_takes_its_rights_with_it(town: Town, town_clock: TownClock) -> None:
    made = add_staff("sara", password=PASSWORD, role="clerk", unit_code="D-02", by=town.admin)
    [post] = posts_of(made)
    assert (post.from_on, post.to_on, post.role) == (TODAY, None, "clerk")
    change_posts(made, PostChange("end", post.id, to_on=TODAY + timedelta(days=1)), by=town.admin)
    seen = CaseVisibility(town.units["D-02"], is_confidential=False)
    assert may_see(actor_of(Staff.objects.get(pk=made)), seen)
    # The last day ends at midnight in Tehran, half past eight in the evening of UTC.
    ends = datetime(2026, 5, 4, 20, 30, tzinfo=UTC)
    assert next_due_at() == ends
    tick(town_clock.forward(hours=12))
    assert Staff.objects.get(pk=made).role == "clerk"
    town_clock.moment = ends
    assert tick(ends) == 1
    assert tick(ends) == 0
    row = Staff.objects.get(pk=made)
    assert (row.role, row.unit_id, row.post_id, row.is_active) == ("", None, None, True)
    assert not may_see(actor_of(row), seen)
    event = timeline("staff", made)[-1]
    assert (event.kind, event.by) == ("staff_changed", "clock")
    assert event.data["changed"] == {"role": ["clerk", ""], "unit_id": [town.units["D-02"], None]}
    assert next_due_at() is None
    record_from = ends.date() + timedelta(days=3)
    change_posts(made, PostChange("record", 0, town.units["D-01"], "clerk", from_on=record_from), by=town.admin)
    begins = next_due_at()
    assert begins is not None
    assert Staff.objects.get(pk=made).role == ""
    town_clock.moment = begins
    assert tick(begins) == 1
    assert (Staff.objects.get(pk=made).role, Staff.objects.get(pk=made).unit_id) == ("clerk", town.units["D-01"])


def test_a_person_with_two_posts_chooses(town: Town, town_clock: TownClock) -> None:
    made = add_staff("sara", password=PASSWORD, role="clerk", unit_code="D-02", by=town.admin)
    sara = actor_of(Staff.objects.get(pk=made))
    last = TODAY + timedelta(days=5)
    acting = PostChange("record", 0, town.units["D-01"], "manager", PostKind.ACTING, TODAY, last)
    change_posts(made, acting, by=town.admin)
    assert Staff.objects.get(pk=made).role == "clerk", "a further post waits for its holder's choice"
    first, second = (Post.objects.get(staff_id=made, role=role).pk for role in ("clerk", "manager"))
    choose_post(second, by=sara)
    row = Staff.objects.get(pk=made)
    assert (row.role, row.unit_id, row.post_id) == ("manager", town.units["D-01"], second)
    assert timeline("staff", made)[-1].data == {"post": second, "role": "manager", "unit": town.units["D-01"]}
    with make.refused(NoSuchPost):
        choose_post(second, by=town.clerk)
    town_clock.forward(days=6)
    tick(town_clock())
    assert Staff.objects.get(pk=made).post_id == first
    with make.refused(PostIsNotValid):
        choose_post(second, by=sara)


def test_a_post_is_handed_over_in_one_step(town: Town, town_clock: TownClock) -> None:
    old = record(town, "manager", "manager", "D-01", date(2024, 1, 1))
    Staff.objects.filter(pk=town.staff["manager"]).update(post=old)
    change(town, "clerk_two", unit_code="D-03")  # has a post of record now
    day = TODAY + timedelta(days=3)
    with make.refused(SuccessorIsThePerson):
        hand_over(old, to_staff_id=town.staff["manager"], from_on=day, ends_other=True, by=town.admin)
    assert hand_over(old, to_staff_id=town.staff["clerk_two"], from_on=day, ends_other=True, by=town.admin)
    assert leader(town, "D-01", day - timedelta(days=1)) == "manager"
    assert leader(town, "D-01", day) == "clerk_two"
    assert standing(town, "manager") == ("manager", town.units["D-01"])
    town_clock.forward(days=3)
    assert tick(town_clock()) == 2
    assert standing(town, "manager") == ("", None)
    assert standing(town, "clerk_two") == ("manager", town.units["D-01"])
    # A part that is refused takes the whole step back.
    now = Post.objects.get(staff_id=town.staff["clerk_two"], role="manager", withdrawn_at=None).pk
    record(town, "clerk_b", "manager", "D-01", TODAY + timedelta(days=60), kind=PostKind.ACTING)
    before = Post.objects.count()
    with make.refused(PostIsOnRecord):
        day = TODAY + timedelta(days=70)
        hand_over(now, to_staff_id=town.staff["clerk_b"], from_on=day, ends_other=False, by=town.admin)
    assert Post.objects.get(pk=now).withdrawn_at is None
    assert Post.objects.count() == before


def test_a_change_of_role_goes_through_posts(town: Town, town_clock: TownClock) -> None:
    made = add_staff("sara", password=PASSWORD, role="clerk", unit_code="D-02", by=town.admin)
    town_clock.forward(days=10)
    change_role(made, role="manager", unit_code="D-03", by=town.admin)
    spans = [(one.role, one.from_on, one.to_on) for one in posts_of(made)]
    changed_on = TODAY + timedelta(days=10)
    assert spans == [("manager", changed_on, None), ("clerk", TODAY, changed_on - timedelta(days=1))]
    number = timeline("staff", made)[-1].number
    take_back_change(made, number=number, by=town.admin)
    assert [(one.role, one.from_on, one.to_on) for one in posts_of(made)] == [("clerk", TODAY, None)]
    assert Staff.objects.get(pk=made).post_id == posts_of(made)[0].id


def test_who_moves_to_another_unit_does_not_push_its_leader_out(town: Town) -> None:
    record(town, "manager", "manager", "D-01", date(2024, 1, 1))
    made = add_staff("head", password=PASSWORD, role="manager", unit_code="D-02", by=town.admin)
    move_people(town.units["D-02"], to_unit_id=town.units["D-01"], by=town.admin)
    [now] = [one for one in posts_of(made) if one.to_on is None]
    assert (now.kind, now.unit_id) == ("substitute", town.units["D-01"])
    assert leader(town, "D-01", TODAY) == "manager"


def test_what_is_refused(town: Town) -> None:
    for by in ("supervisor", "manager", "mayor"):
        with make.refused(NotYourWork):
            record(town, "clerk", "clerk", "D-02", TODAY, by=town.actors[by])
    with make.refused(NotOnYourself):
        record(town, "admin", "clerk", "D-02", TODAY)
    with make.refused(RoleIsUnknown):
        record(town, "clerk", "king", "D-02", TODAY)
    with make.refused(UnitIsMissing):
        record(town, "clerk", "manager", "nowhere", TODAY)
    with make.refused(PostDaysAreWrong):
        record(town, "clerk", "clerk", "D-02", TODAY, TODAY - timedelta(days=1))
    admin_post = record(town, "clerk", "admin", "", TODAY)
    Staff.objects.filter(pk=town.staff["admin"]).update(is_active=False)
    with make.refused(LastAdministrator):
        change_posts(town.staff["clerk"], PostChange("end", admin_post, to_on=TODAY), by=SYSTEM)
    mine = Post.objects.count()
    with make.refused(NoSuchPost):
        change_posts(town.staff["clerk_b"], PostChange("end", admin_post, to_on=TODAY), by=town.admin)
    assert Post.objects.count() == mine
