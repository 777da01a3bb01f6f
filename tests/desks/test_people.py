"""Citizens and staff: found or made, merged, silenced; accounts, keys and one-time codes."""

import pytest
from django.db import IntegrityError, transaction

from peygir.core.phones import PhoneIsNotValid
from peygir.history.queries import timeline, verify
from peygir.people import actions
from peygir.people.actions import (
    CODE_MINUTES,
    CODE_TRIES,
    CitizensAreTheSame,
    CodeHasExpired,
    CodeIsExhausted,
    CodeIsWrong,
    NoSuchCitizen,
    NotYourWork,
    find_or_make_citizen,
    make_one_time_code,
    merge_citizens,
    silence_citizen,
    silence_phone,
    use_one_time_code,
)
from peygir.people.models import ApiKey, Citizen, OneTimeCode, Staff
from peygir.people.queries import (
    actor_of,
    caller_of_token,
    citizen_ids_of_phone,
    citizen_profile,
    staff_names,
    staff_of_unit,
)
from peygir.people.rules import ANONYMOUS, SYSTEM
from tests import make
from tests.town import MORNING, PASSWORD, PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def citizen(phone: str = PHONES[0], name: str = "", *, is_proven: bool = False) -> int:
    """The id of a citizen."""
    return find_or_make_citizen(phone, name=name, is_proven=is_proven, at=MORNING)


def test_one_citizen_for_every_spelling_of_a_phone_and_a_name(town: Town) -> None:
    first = citizen("09170000000", name="فاطمه کریمی")
    assert citizen("+98 917 000 0000", name="فاطمه كريمي") == first
    assert citizen("۰۹۱۷۰۰۰۰۰۰۰", name=" فاطمه‌کریمی ") == first
    assert Citizen.objects.get().phone == "+989170000000"
    with make.refused(PhoneIsNotValid):
        citizen("123")


def test_a_shared_phone_has_several_citizens(town: Town) -> None:
    mother, son, nobody = citizen(name="مادر"), citizen(name="پسر"), citizen()
    assert len({mother, son, nobody}) == 3
    assert sorted(citizen_ids_of_phone(PHONES[0])) == sorted([mother, son, nobody])


def test_who_proved_nothing_changes_no_known_citizen(town: Town) -> None:
    number = citizen(name="زهرا احمدی", is_proven=True)
    before = Citizen.objects.filter(pk=number).values().get()
    assert citizen(name="زهرا  احمدي") == number
    assert Citizen.objects.filter(pk=number).values().get() == before


def test_the_holder_of_a_phone_spells_a_name_that_somebody_gave_before(town: Town) -> None:
    number = citizen(name="زهرا احمدي")
    assert citizen_ids_of_phone(PHONES[0], only_proven=True) == []
    assert citizen(name="زهرا احمدی", is_proven=True) == number
    assert citizen_profile(number).name == "زهرا احمدی"
    assert citizen_ids_of_phone(PHONES[0], only_proven=True) == [number]


def test_a_phone_that_wants_no_messages_wants_none_under_another_name(town: Town) -> None:
    first, other = citizen(), citizen(PHONES[1], name="مریم")
    merge_citizens(other, gone=first, by=town.admin)
    silence_phone(PHONES[0], is_silent=True)
    assert citizen_profile(citizen(name="کسی دیگر")).is_silent
    silence_phone(PHONES[0], is_silent=False)
    assert not citizen_profile(citizen(name="یکی دیگر")).is_silent


@pytest.mark.parametrize("name", ["\x00", "a\ud800b", "😀", "ن" * 500, "\u200c"])
def test_odd_names(town: Town, name: str) -> None:
    assert citizen(name=name) == citizen(name=name)


def test_merging(town: Town) -> None:
    kept, gone, older = citizen(), citizen(PHONES[1]), citizen(PHONES[2])
    merge_citizens(gone, gone=older, by=town.supervisor)
    merge_citizens(kept, gone=gone, by=town.admin)
    assert {citizen(phone) for phone in PHONES[:3]} == {kept}
    assert citizen_profile(older).id == citizen_profile(gone).id == kept
    assert [event.kind for event in timeline("citizen", kept)] == ["citizen_joined"]
    assert [event.kind for event in timeline("citizen", gone)] == ["citizen_joined", "citizen_merged"]
    assert [event.kind for event in timeline("citizen", older)] == ["citizen_merged", "citizen_merged"]
    for one, other in ((kept, gone), (gone, kept), (kept, kept)):
        with make.refused(CitizensAreTheSame):
            merge_citizens(one, gone=other, by=town.admin)
    with make.refused(NoSuchCitizen):
        merge_citizens(kept, gone=10**9, by=town.admin)
    assert verify().breaks == []


def test_who_may_merge(town: Town) -> None:
    kept, gone = citizen(), citizen(PHONES[1])
    for name in ("operator", "clerk", "council", "inspectorate"):
        with make.refused(NotYourWork):
            merge_citizens(kept, gone=gone, by=town.actors[name])
    with make.refused(NotYourWork):
        merge_citizens(kept, gone=gone, by=ANONYMOUS)


def test_silence_and_speech(town: Town) -> None:
    number = citizen()
    silence_citizen(number, is_silent=True, by=ANONYMOUS)
    assert citizen_profile(number).is_silent
    silence_citizen(number, is_silent=False, by=ANONYMOUS)
    assert not citizen_profile(number).is_silent
    assert [event.kind for event in timeline("citizen", number)] == ["citizen_silenced", "citizen_unsilenced"]
    with make.refused(NoSuchCitizen):
        silence_citizen(10**9, is_silent=True, by=ANONYMOUS)


# ── codes ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_code_proves_a_phone_once(town: Town) -> None:
    code = make_one_time_code("0917 000 0000")
    assert code not in OneTimeCode.objects.get().digest
    assert use_one_time_code("09170000000", code=code) == PHONES[0]
    with make.refused(CodeHasExpired):
        use_one_time_code(PHONES[0], code=code)


def test_a_code_runs_out(town: Town, town_clock: TownClock) -> None:
    code = make_one_time_code(PHONES[0])
    town_clock.forward(minutes=CODE_MINUTES)
    with make.refused(CodeHasExpired):
        use_one_time_code(PHONES[0], code=code)


def test_only_the_newest_code_counts_and_only_for_its_phone(town: Town, town_clock: TownClock) -> None:
    old = make_one_time_code(PHONES[0])
    town_clock.forward(seconds=1)
    new = make_one_time_code(PHONES[0])
    while new == old:
        new = make_one_time_code(PHONES[0])
    for phone, code in ((PHONES[0], old), (PHONES[1], new)):
        with make.refused(CodeIsWrong):
            use_one_time_code(phone, code=code)
    assert use_one_time_code(PHONES[0], code=new) == PHONES[0]


def test_tries_are_counted_and_few(town: Town) -> None:
    code = make_one_time_code(PHONES[0])
    refusals = []
    for wrong in ("", "000", "\x00", "\ud800", "x" * 5000)[:CODE_TRIES]:
        with pytest.raises(CodeIsWrong) as info:
            use_one_time_code(PHONES[0], code=wrong)
        refusals.append(type(info.value))
    assert refusals == [CodeIsWrong] * (CODE_TRIES - 1) + [CodeIsExhausted], "the last wrong one says that it was"
    with pytest.raises(CodeIsExhausted):
        use_one_time_code(PHONES[0], code=code)


# ── staff and systems ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_member_of_staff(town: Town) -> None:
    number = actions.add_staff("sara", password=PASSWORD, role="clerk", unit_code="D-02", name="سارا", by=town.admin)
    row = Staff.objects.get(pk=number)
    assert row.check_password(PASSWORD)
    assert row.password.startswith("argon2")
    assert (row.role, row.unit_id, str(row)) == ("clerk", town.units["D-02"], "سارا")
    assert staff_names({number}) == staff_names({number}, "en") == {number: "سارا"}
    row.name_en = "Sara"
    row.save()
    assert (staff_names({number}), staff_names({number}, "en")) == ({number: "سارا"}, {number: "Sara"})
    assert {person.pk for person in staff_of_unit(town.units["D-02"])} == {town.staff["clerk_two"], number}


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"role": "wizard"}, actions.RoleIsUnknown),
        ({"role": "clerk"}, actions.UnitIsMissing),
        ({"role": "deputy"}, actions.UnitIsMissing),
        ({"role": "council", "unit_code": "D-99"}, actions.UnitIsMissing),
        ({"password": "short"}, actions.PasswordIsWeak),
        ({"password": "password1234"}, actions.PasswordIsWeak),
        ({"username": "operator"}, actions.UsernameIsTaken),
    ],
)
def test_who_cannot_be_added(town: Town, given: dict[str, str], refusal: type[actions.UnitIsMissing]) -> None:
    with make.refused(refusal):
        actions.add_staff(**{"username": "x", "password": PASSWORD, "role": "council", "by": SYSTEM, **given})  # type: ignore[arg-type]
    with make.refused(NotYourWork):
        actions.add_staff("y", password=PASSWORD, role="council", by=town.clerk)


def test_the_database_knows_which_roles_need_a_unit(town: Town) -> None:
    for fields in ({"role": "clerk"}, {"role": "deputy"}, {"role": "wizard"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Staff.objects.create(username="z", **fields)


def test_actors(town: Town) -> None:
    assert str(town.clerk) == f"staff:{town.staff['clerk']}"
    deputy = actor_of(Staff.objects.get(username="deputy"))
    assert deputy.unit_ids_below == {town.units[code] for code in ("V-city", "D-01", "D-02", "O-waste")}


def test_a_token_is_shown_once_and_stored_as_a_digest(town: Town, town_clock: TownClock) -> None:
    token = actions.make_system_token("app", channel="app")
    row = ApiKey.objects.get()
    assert token not in (row.digest, row.name)
    caller = caller_of_token(token)
    assert caller is not None
    assert (caller.name, caller.channel, caller.may_report, caller.may_work) == ("app", "app", True, False)
    assert caller_of_token(token + "x") is None
    assert caller_of_token("") is None
    row.revoked_at = town_clock()
    row.save()
    assert caller_of_token(token) is None
