"""The case file: moves, who may make them, what stands in the history, and reports that join, merge and split."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest

from peygir.cases import actions as cases
from peygir.cases import queries
from peygir.cases.actions.file import MAX_NOTE, WordsAreTooMany
from peygir.cases.actions.joining import CaseCannotTakeIn
from peygir.cases.actions.verbs import (
    AgencyIsUnknown,
    ClosingKindDoesNotFit,
    DateIsTooFar,
    PersonIsNotOfTheUnit,
    ReasonIsUnknown,
    UnitIsUnknown,
)
from peygir.cases.lifecycle import MOVES, STATES
from peygir.cases.models import Case, Note, Report
from peygir.cases.rules import colour_of, sight_of
from peygir.city.models import City, Unit
from peygir.core import clock
from peygir.core.codes import make_code
from peygir.core.refusals import Refusal
from peygir.history.queries import timeline, verify
from peygir.people.rules import ANONYMOUS, CLOCK, IMPORT, SYSTEM, Actor, may_see
from peygir.understanding.actions import TopicIsUnknown
from tests import make
from tests.drain import drain
from tests.town import MORNING, PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
NIGHT = MORNING + timedelta(hours=14)


# ── who may see what ────────────────────────────────────────────────────────────────────────────────────────────────


def cast_of(town: Town) -> list[Actor]:
    """Everybody, and some whom the database would not let exist."""
    odd = [
        Actor("staff", 900, "clerk", None),
        Actor("staff", 901, "deputy", town.units["V-city"]),
        Actor("staff", 902, "", town.units["D-01"]),
        Actor("staff", 903, "wizard", town.units["D-01"]),
        Actor("staff", 904, "admin", town.units["D-01"]),
        Actor("staff", 905, "inspectorate", None),
    ]
    return [*town.actors.values(), *odd, ANONYMOUS, CLOCK, IMPORT, SYSTEM, Actor("citizen", 1)]


def test_the_list_shows_exactly_what_the_page_would_show(town: Town) -> None:
    owners = [None, *(town.units[code] for code in ("C", "D-01", "D-02", "V-insp", "O-waste", "D-03"))]
    accused = [None, *(town.units[code] for code in ("D-01", "C", "V-insp", "V-city"))]
    people = [None, *(town.staff[name] for name in ("clerk", "operator", "inspectorate", "deputy"))]
    rows = [
        Case(
            id=number, code=make_code(1405, number), city_id=town.city_id, state_at=MORNING, opened_at=MORNING,
            unit_id=unit, is_confidential=secret, about_unit_id=about, about_staff_id=person,
        )
        for number, (unit, secret, about, person) in enumerate(product(owners, (False, True), accused, people))
    ]  # fmt: skip
    Case.objects.bulk_create(rows)
    for actor in cast_of(town):
        shown = set(Case.objects.filter(queries.visible(actor)).values_list("pk", flat=True))
        assert shown == {row.pk for row in rows if may_see(actor, sight_of(row))}, actor
        assert all(queries.may_open(actor, row) == (row.pk in shown) for row in rows)


def test_a_row_that_one_may_not_see_is_not_there(town: Town) -> None:
    code = make.referred()
    for stranger in (town.clerk_two, town.clerk_waste, ANONYMOUS):
        with make.refused(cases.NoSuchCase):
            make.press(code, "note", stranger, note="ببینم")


@pytest.mark.parametrize("code", ["", "1", "0" * 10, "abcdefghij", "\x00", "9" * 10_000, "🙂", "۰۵"])
def test_no_such_case(town: Town, code: str) -> None:
    with make.refused(cases.NoSuchCase), cases.open_file(code=code):
        pass
    assert queries.case_of(code) is None
    assert queries.public_case(code) is None


# ── moves ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_overlooked_a_change_is_told(town: Town) -> None:
    code = make.referred()
    seen = make.case(code).version
    make.press(code, "accept", town.clerk, version=seen)
    with make.refused(cases.CaseHasChanged):
        make.press(code, "wait", town.clerk_b, version=seen, reason="weather", until=NIGHT, note="باران")
    assert make.case(code).state == "in_hand"


def test_a_move_of_the_wrong_state_and_of_the_wrong_person(town: Town) -> None:
    code = make.referred()
    with make.refused(cases.MoveNotPossible) as info:
        make.press(code, "confirm", town.operator)
    assert "ارجاع شد" in info.value.words("fa")
    with make.refused(cases.MoveNotYours):
        make.press(code, "accept", town.operator)
    with make.refused(cases.MoveNotYours):
        make.press(code, "refer", town.clerk, unit_id=town.units["D-02"], note="نه")


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        ("refer", {"unit_id": None, "note": "دلیل"}),
        ("refer", {"unit_id": 1, "note": "  "}),
        ("refer", {"unit_id": 1, "note": "\u200c\u200f"}),
        ("return", {"reason": "wrong_unit", "note": ""}),
        ("wait", {"reason": "weather", "until": None, "note": "باران"}),
        ("wait", {"reason": "weather", "until": MORNING, "note": "باران"}),
        ("wait", {"reason": "weather", "until": NIGHT, "note": ""}),
        ("schedule", {"note": ""}),
        ("decline", {"note": " "}),
        ("refer_out", {"agency_id": None, "note": "کار آب است"}),
        ("merge", {"into": make_code(1405, 1)}),
        ("note", {"note": "\x00"}),
    ],
)
def test_what_a_move_requires(town: Town, verb: str, given: dict[str, Any]) -> None:
    code = make.referred()
    who = town.manager if verb in ("refer", "merge") else town.clerk
    if given.get("unit_id"):
        given = {**given, "unit_id": town.units["D-02"]}
    with make.refused(cases.NoSuchCase if verb == "merge" else cases.SomethingIsMissing):
        make.press(code, verb, who, **given)
    assert make.case(code).state == "referred"
    assert make.kinds(code)[-1] == "promises_given"


def test_reasons_and_kinds_are_of_the_table(town: Town) -> None:
    code = make.referred()
    with make.refused(ReasonIsUnknown):
        make.press(code, "return", town.clerk, reason="lazy", note="نه")
    with make.refused(ReasonIsUnknown):
        make.press(code, "wait", town.clerk, reason="x" * 10_000, until=NIGHT, note="نه")
    with make.refused(ReasonIsUnknown):
        make.press(code, "close", town.operator, kind="forgotten")
    with make.refused(ClosingKindDoesNotFit):
        make.press(code, "close", town.operator, kind="confirmed")


def test_only_what_exists_can_be_named(town: Town) -> None:
    code = make.referred()
    away = City.objects.create(
        code="away", name_fa="دور", name_en="Away", time_zone="UTC", phone_region="IR", language="fa", centre_lat=0,
        centre_lon=0, zoom=1, silence_days=1, office_opens="07:00", office_closes="08:00", valid_from="2024-01-01",
    )  # fmt: skip
    foreign = Unit.objects.create(city=away, code="X", kind="office", name_fa="x", valid_from="2024-01-01")
    for unit_id in (foreign.pk, 10**18, 10**30, -1, 0):
        with make.refused(UnitIsUnknown):
            make.press(code, "refer", town.operator, unit_id=unit_id, note="آنجا")
    for agency_id in (10**30, -1):
        with make.refused(AgencyIsUnknown):
            make.press(code, "refer_out", town.operator, agency_id=agency_id, note="آنجا")
    for topic_id in (None, 10**30, -1):
        with make.refused(TopicIsUnknown):
            make.press(code, "topic", town.operator, topic_id=topic_id)
    for person in (town.staff["clerk_two"], 10**30, -1):
        with make.refused(PersonIsNotOfTheUnit):
            make.press(code, "assign", town.manager, assignee_id=person)


def test_a_wait_ends_in_the_lifetime_of_the_reader(town: Town) -> None:
    code = make.referred()
    far = datetime.fromisoformat("9999-12-31T23:59:59-12:00")
    with make.refused(DateIsTooFar):
        make.press(code, "wait", town.clerk, reason="material", until=far, note="قیر")
    make.press(code, "wait", town.clerk, reason="material", until=NIGHT, note="قیر")
    row = make.case(code)
    assert (row.state, row.until) == ("waiting", NIGHT)
    make.press(code, "accept", town.clerk)
    assert make.case(code).until is None


def test_the_one_who_accepts_has_it_and_the_manager_may_hand_it_on(town: Town) -> None:
    code = make.referred()
    make.press(code, "accept", town.clerk)
    assert make.case(code).assignee_id == town.clerk.id
    with make.refused(cases.MoveNotYours):
        make.press(code, "assign", town.clerk, assignee_id=town.staff["clerk_b"])
    make.press(code, "assign", town.manager, assignee_id=town.staff["clerk_b"])
    assert make.case(code).assignee_id == town.staff["clerk_b"]
    make.press(code, "assign", town.manager, assignee_id=None)
    assert make.case(code).assignee_id is None
    make.press(code, "refer", town.manager, unit_id=town.units["D-02"], note="مال آن‌هاست")
    assert make.case(code).assignee_id is None


def test_words_are_kept_beside_the_event_which_holds_their_digest(town: Town) -> None:
    code = make.referred()
    make.press(code, "note", town.clerk, note="  با شهروند تماس گرفتم\x00 😀  ")
    note = Note.objects.get(case__code=code, text__contains="تماس")
    assert note.text == "با شهروند تماس گرفتم 😀"
    event = timeline("case", make.case(code).pk)[-1]
    assert (event.kind, event.number, event.by) == ("note_added", note.number, str(town.clerk))
    assert event.data["note"] == hashlib.sha256(f"{note.salt}{note.text}".encode()).hexdigest()
    assert "تماس" not in event.body
    assert not note.is_public
    with make.refused(WordsAreTooMany):
        make.press(code, "note", town.clerk, note="ب" * (MAX_NOTE + 1))


def test_what_the_citizen_reads_and_what_not(town: Town) -> None:
    code = make.referred()
    make.press(code, "note", town.clerk, note="در جلسه مطرح شود")
    make.press(code, "decline", town.clerk, note="این چاله در ملک خصوصی است")
    shown = queries.public_case(code)
    assert shown is not None
    assert list(shown.public_notes.values()) == ["این چاله در ملک خصوصی است"]
    assert "note_added" not in [line.kind for line in shown.events]


def test_every_row_of_the_table_writes_its_event(town: Town, town_clock: TownClock) -> None:
    walk: list[tuple[str, str, Callable[[], Any]]] = []
    code = make.referred()
    unit = {"unit_id": town.units["D-01"], "note": "دلیل"}

    def step(verb: str, by: Actor, **given: Any) -> None:
        before = make.case(code)
        town_clock.forward(minutes=1)
        make.press(code, verb, by, **given)
        row, event = make.case(code), timeline("case", before.pk)[-1]
        move = next(row for row in MOVES if row.verb == verb)
        assert (event.kind, event.data["from"], event.data["to"]) == (move.event, before.state, move.target)
        assert (row.state, row.state_at, row.version) == (move.target, clock.now(), before.version + 1)
        assert event.at == clock.now()
        walk.append((verb, row.state, lambda: None))

    wait = {"reason": "weather", "until": NIGHT, "note": "باران"}
    finish = {"note": "انجام شد", "form": "بازدید شد"}
    step("return", town.clerk, reason="wrong_unit", note="مال ما نیست")
    step("refer", town.operator, **unit)
    step("accept", town.clerk)
    step("wait", town.clerk, **wait)
    step("schedule", town.clerk, note="بودجه می‌خواهد")
    step("accept", town.clerk)
    act = make.case(code).event_count
    make.press(code, "finish", town.clerk, **finish)
    assert make.kinds(code)[act:] == ["case_finished"]
    step("reopen", town.operator, note="درست نشده")
    step("decline", town.clerk, note="نیازی نیست")
    step("reopen", town.operator, note="اعتراض")
    step("refer_out", town.clerk, agency_id=town.agencies["A-water"], note="کار آب است")
    step("close", town.operator, kind="outside")
    assert (make.case(code).close_kind, make.case(code).closed_at) == ("outside", clock.now())
    step("reopen", town.operator, note="باز هم")
    assert (make.case(code).close_kind, make.case(code).closed_at) == ("", None)
    step("withdraw", town.operator, note="پس گرفت")
    assert {verb for verb, _, _ in walk} >= {"return", "refer", "accept", "wait", "schedule", "reopen", "withdraw"}
    assert verify().breaks == []


def test_a_reopened_agency_case_belongs_to_the_centre_again(town: Town) -> None:
    code = make.referred("EXT-01")
    assert make.case(code).state == "referred_out"
    make.press(code, "reopen", town.operator, note="آب نیامد")
    drain()
    row = make.case(code)
    assert (row.state, row.unit_id) == ("reopened", town.units["C"])
    make.press(code, "refer", town.operator, unit_id=town.units["D-01"], note="خودمان می‌رویم")
    assert make.case(code).agency_id is None


def test_the_centre_answers_its_own_topics(town: Town) -> None:
    code = make.referred("INF-01", district="", text="ساعت کار شهرداری؟")
    assert make.case(code).unit_id == town.units["C"]
    make.press(code, "accept", town.operator)
    make.press(code, "finish", town.operator, note="از ۷:۳۰ تا ۱۴:۳۰", form="پاسخ تلفنی")
    assert make.case(code).state == "done"


def test_allowed_moves_tell_all_and_why_not(town: Town) -> None:
    code = make.referred()
    rows = {row.move.verb: row for row in queries.allowed_moves(town.clerk, make.case(code))}
    assert set(rows) == {move.verb for move in MOVES}
    open_to_clerk = {verb for verb, row in rows.items() if row.is_allowed}
    assert open_to_clerk == {"return", "accept", "wait", "schedule", "decline", "refer_out", "merge"}
    assert rows["finish"].why_fa
    assert rows["refer"].why_en


def test_the_colours_of_a_promise(town: Town, town_clock: TownClock) -> None:
    code = make.referred("CIV-09")
    due = make.case(code).due_at
    assert due is not None
    shares = {0.0: "green", 0.49: "green", 0.5: "yellow", 0.79: "yellow", 0.8: "orange", 1.0: "orange", 1.01: "red"}
    for share, colour in shares.items():
        town_clock.moment = MORNING + (due - MORNING) * share
        assert queries.colour(make.case(code), clock.now()) == colour
        found = queries.inbox(town.clerk, town.city_id, queries.Filters(colour=colour))
        if share not in (0.5, 0.8, 1.0):  # the rule and the filter may round the border itself differently
            assert [row.code for row in found.cases] == [code], colour
    assert colour_of(MORNING, None, MORNING) == "none"


# ── lists ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def listed(actor: Actor, town: Town, **filters: Any) -> list[str]:
    """The codes of a page of an inbox."""
    return [row.code for row in queries.inbox(actor, town.city_id, queries.Filters(**filters)).cases]


def test_filters(town: Town, town_clock: TownClock) -> None:
    urgent = make.referred("CIV-09")
    pothole = make.referred("CIV-01", phone=PHONES[1], text="چالهٔ کوچهٔ بهار", address="کوچهٔ بهار")
    other = make.referred("CLN-01", district="2", phone=PHONES[2])
    assert listed(town.clerk, town) == [urgent, pothole]
    assert listed(town.supervisor, town, states=("in_hand",)) == []
    assert listed(town.supervisor, town, states=("nowhere", "")) == []
    assert sorted(listed(town.supervisor, town, states=("referred", "nowhere"))) == sorted([urgent, pothole, other])
    assert listed(town.supervisor, town, topic_code="CLN-01") == [other]
    assert listed(town.supervisor, town, topic_code="\x00") == []
    assert listed(town.supervisor, town, district_code="2") == [other]
    assert listed(town.supervisor, town, unit_id=town.units["D-01"]) == [urgent, pothole]
    assert listed(town.supervisor, town, text="بهار") == [pothole]
    assert listed(town.supervisor, town, text=f" {pothole[:5]} {pothole[5:]} ") == [pothole]
    assert listed(town.supervisor, town, text="\x00%_") == []
    assert listed(town.supervisor, town, page=10**30) == []
    assert listed(town.supervisor, town, page=-5, order="x") == [urgent, *sorted([pothole, other], key=_due)]
    make.press(urgent, "accept", town.clerk)
    assert listed(town.clerk, town, assignee_id=town.clerk.id) == [urgent]


def _due(code: str) -> datetime:
    due = make.case(code).due_at
    assert due is not None
    return due


def test_pages_of_fifty_and_one_statement(town: Town, django_assert_num_queries: Any) -> None:
    rows = [
        Case(id=n, code=make_code(1405, n), city_id=town.city_id, unit_id=town.units["D-01"], state_at=MORNING,
             opened_at=MORNING, state="referred", due_at=MORNING + timedelta(minutes=n),
             district_id=town.districts["1"])
        for n in range(60)
    ]  # fmt: skip
    Case.objects.bulk_create(rows)
    with django_assert_num_queries(1):
        page = queries.inbox(town.clerk, town.city_id, queries.Filters())
    assert [row.pk for row in page.cases] == list(range(50))
    assert page.has_more
    assert not queries.inbox(town.clerk, town.city_id, queries.Filters(page=2)).has_more
    with django_assert_num_queries(0):
        assert {row.district.name_fa for row in page.cases if row.district} == {"منطقه یک"}
    counts = queries.counts(town.clerk, town.city_id, day_ends_at=MORNING + timedelta(minutes=30))
    assert (counts.total, counts.late, counts.due_today) == (60, 0, 30)


def test_the_map_shows_open_cases_that_are_no_secret(town: Town) -> None:
    code = make.referred()
    make.report("CNF-01", phone=PHONES[1])
    withdrawn = make.referred(phone=PHONES[2])
    make.press(withdrawn, "withdraw", town.operator, note="پس گرفت")
    drain()
    box: dict[str, Any] = {"south": 29.0, "north": 30.0, "west": 52.0, "east": 53.0}
    assert [row[0] for row in queries.open_in_box(town.city_id, **box)] == [code]
    assert queries.open_in_box(town.city_id, south=30, north=29, west=0, east=1) == []


def test_nothing_personal_behind_a_code(town: Town) -> None:
    text = "همسایهٔ من خانم احمدی ۰۹۱۷۰۰۰۰۰۰۰ می‌داند"
    code = make.done(name="زهرا محمدی", text=text, address="زند، پلاک ۵")
    shown = str(queries.public_case(code))
    for secret in ("زهرا", "احمدی", "پلاک", "0917", PHONES[0], "staff:"):
        assert secret not in shown.replace("by='staff", "").replace("<Event", ""), secret


# ── reports that belong together ────────────────────────────────────────────────────────────────────────────────────


def test_a_second_report_joins_and_keeps_its_own_code(town: Town) -> None:
    code = make.referred()
    second = make.report(phone=PHONES[1], join_code=code)
    row = make.case(code)
    assert row.report_count == 2
    assert Report.objects.get(code=second.code).case_id == row.pk
    assert second.case_id == row.pk
    shown = queries.public_case(second.code)
    assert shown is not None
    assert (shown.code, shown.case_code, shown.state) == (second.code, code, "referred")
    found = queries.case_of(second.code)
    assert found is not None
    assert found.pk == row.pk


@pytest.mark.parametrize("given", [{"topic": "CNF-01"}, {"about_unit_code": "D-01"}])
def test_a_report_that_not_all_may_read_does_not_join(town: Town, given: dict[str, Any]) -> None:
    code = make.referred()
    with make.refused(CaseCannotTakeIn):
        make.report(phone=PHONES[1], join_code=code, **given)
    assert make.case(code).report_count == 1


def test_nothing_joins_a_secret_or_an_ended_case(town: Town) -> None:
    secret, ended = make.referred("CNF-01"), make.referred(phone=PHONES[1])
    make.press(ended, "withdraw", town.operator, note="پس گرفت")
    for code in (secret, ended):
        with make.refused(CaseCannotTakeIn):
            make.report(phone=PHONES[2], join_code=code)
    with make.refused(cases.NoSuchCase):
        make.report(phone=PHONES[2], join_code=make_code(1405, 5))
    assert Report.objects.count() == 2


def test_merge_and_split(town: Town) -> None:
    kept, gone = make.referred(), make.referred(phone=PHONES[1])
    joined = make.report(phone=PHONES[2], join_code=gone).code
    make.press(gone, "merge", town.clerk, into=kept, note="همان چاله است")
    drain(twice=True)
    one, other = make.case(kept), make.case(gone)
    assert (one.report_count, other.report_count) == (3, 0)
    assert (other.state, other.merged_into_id) == ("merged", one.pk)
    assert {row.code for row in queries.reports_of(one.pk)} == {kept, gone, joined}
    for code in (gone, joined):
        shown = queries.public_case(code)
        assert shown is not None
        assert shown.case_code == kept
    assert make.kinds(gone)[-1] == "case_merged"
    assert make.kinds(kept)[-1] == "case_took_in"
    make.press(gone, "split", town.operator, note="دو چالهٔ جداست")
    drain(twice=True)
    one, other = make.case(kept), make.case(gone)
    assert (one.report_count, other.report_count) == (1, 2)
    assert (other.state, other.merged_into_id, other.unit_id) == ("referred", None, town.units["D-01"])
    assert {row.code for row in queries.reports_of(other.pk)} == {gone, joined}
    assert verify().breaks == []


def test_split_from_a_case_that_was_merged_itself(town: Town) -> None:
    first, second, third = (make.referred(phone=phone) for phone in PHONES[:3])
    make.press(first, "merge", town.clerk, into=second)
    make.press(second, "merge", town.clerk, into=third)
    drain()
    assert make.case(third).report_count == 3
    make.press(first, "split", town.operator, note="جداست")
    drain()
    counts = {code: make.case(code).report_count for code in (first, second, third)}
    assert counts == {first: 1, second: 0, third: 2}
    assert [row.code for row in queries.reports_of(make.case(first).pk)] == [first]
    make.press(second, "split", town.operator, note="این هم")
    drain()
    assert [make.case(code).report_count for code in (first, second, third)] == [1, 1, 1]


def test_what_cannot_be_merged(town: Town) -> None:
    code, secret = make.referred(), make.referred("CNF-01", phone=PHONES[1])
    ended, foreign = make.referred(phone=PHONES[2]), make.referred(district="2", phone=PHONES[3])
    make.press(ended, "withdraw", town.operator, note="پس گرفت")
    about = make.referred(phone=PHONES[4], about_unit_code="D-01")
    expected: dict[str, tuple[Actor, type[Refusal]]] = {
        code: (town.clerk, CaseCannotTakeIn),
        ended: (town.operator, CaseCannotTakeIn),
        foreign: (town.clerk, cases.NoSuchCase),
        secret: (town.operator, cases.NoSuchCase),
        "\x00": (town.operator, cases.NoSuchCase),
    }
    for into, (by, refusal) in expected.items():
        with make.refused(refusal):
            make.press(code, "merge", by, into=into)
    with make.refused(CaseCannotTakeIn):
        make.press(about, "merge", town.operator, into=code)
    make.press(code, "merge", town.operator, into=about)
    assert make.case(about).report_count == 2


def test_the_states_have_their_constraint(town: Town) -> None:
    from django.db import IntegrityError, transaction

    code = make.report().code
    wrong: list[dict[str, Any]] = [
        {"state": "lost"},
        {"state": "closed"},
        {"close_kind": "silence"},
        {"state": "merged"},
        {"lat": None},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(code=code).update(**fields)
    assert make.case(code).state in STATES
