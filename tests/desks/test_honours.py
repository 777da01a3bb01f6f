"""An edition of honours, from rules that two people freeze to certificates; and who is never seen."""

import pytest
from django.db import DatabaseError, transaction

from peygir.core import clock
from peygir.desks.answers.models import Message
from peygir.history.queries import timeline, verify
from peygir.outlook.honours import actions, queries
from peygir.outlook.honours.models import HonourConsent, HonourEdition, VettingFlag
from peygir.outlook.honours.rules import EditionIsNotRight
from peygir.outlook.honours.usefulness import UsefulnessRules
from peygir.people.actions import NotYourWork
from peygir.people.models import Citizen, Staff
from tests import make
from tests.honoured import (
    NAMES,
    agree,
    candidates_of,
    counted_edition,
    frozen_edition,
    helpful,
    office,
    terms,
    today,
)
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


# ── the rules ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_rules_are_frozen_by_a_second_person_before_the_first_day(town: Town, town_clock: TownClock) -> None:
    edition_id = actions.make_edition(town.city_id, terms(town), by=office())
    with make.refused(actions.EditionIsNotProposed):
        actions.freeze_edition(edition_id, version=1, by=town.mayor)
    actions.propose_edition(edition_id, by=office())
    for who in (office(), town.admin, town.supervisor, town.clerk):
        with make.refused(NotYourWork):
            actions.freeze_edition(edition_id, version=1, by=who)
    actions.change_edition(edition_id, terms(town, places=3), by=office())
    with make.refused(actions.EditionIsNotProposed):
        actions.freeze_edition(edition_id, version=1, by=town.mayor)
    actions.propose_edition(edition_id, by=office())
    with make.refused(actions.EditionIsNotProposed):
        actions.freeze_edition(edition_id, version=1, by=town.mayor)  # the mayor read the first version
    actions.freeze_edition(edition_id, version=2, by=town.mayor)
    with make.refused(actions.EditionIsFrozen):
        actions.change_edition(edition_id, terms(town), by=office())
    kinds = [event.kind for event in timeline("edition", edition_id)]
    assert kinds == ["edition_kept", "edition_proposed", "edition_kept", "edition_proposed", "edition_frozen"]
    assert verify().breaks == []


def test_who_has_both_permissions_still_needs_a_second_person(town: Town) -> None:
    edition_id = actions.make_edition(town.city_id, terms(town), by=office())
    actions.propose_edition(edition_id, by=office())
    HonourEdition.objects.filter(pk=edition_id).update(proposed_by=town.mayor.id)
    with make.refused(actions.EditionNeedsSecondPerson):
        actions.freeze_edition(edition_id, version=1, by=town.mayor)


def test_the_database_refuses_to_change_frozen_rules(town: Town) -> None:
    edition_id = frozen_edition(town)
    for column, value in (("places", 30), ("rules", {}), ("to_on", today(town)), ("title_fa", "دیگر")):
        with pytest.raises(DatabaseError), transaction.atomic():
            HonourEdition.objects.filter(pk=edition_id).update(**{column: value})


def test_an_edition_that_has_begun_is_frozen_no_more(town: Town, town_clock: TownClock) -> None:
    edition_id = actions.make_edition(town.city_id, terms(town), by=office())
    actions.propose_edition(edition_id, by=office())
    town_clock.forward(days=1)
    with make.refused(actions.EditionHasBegun):
        actions.freeze_edition(edition_id, version=1, by=town.mayor)


@pytest.mark.parametrize(
    "wrong",
    [
        {"places": 0},
        {"title_fa": " \u200c"[:1]},
        {"year": 12},
        {"rules": UsefulnessRules(same_topic=0.99)},
        {"rules": UsefulnessRules(half_life_days=1)},
    ],
)
def test_rules_outside_their_limits_are_refused(town: Town, wrong: dict[str, object]) -> None:
    with make.refused(EditionIsNotRight):
        actions.make_edition(town.city_id, terms(town, **wrong), by=office())


def test_one_edition_in_a_year(town: Town) -> None:
    frozen_edition(town)
    with make.refused(actions.YearHasAnEdition):
        actions.make_edition(town.city_id, terms(town), by=office())


# ── the candidates ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_candidates_are_those_whose_reports_were_confirmed(town: Town, town_clock: TownClock) -> None:
    edition_id = frozen_edition(town)
    with make.refused(actions.EditionIsNotOver):
        actions.count_candidates(edition_id, by=office())
    ids = helpful(town, town_clock)
    for number in range(20):  # volume without work that was called done
        make.referred(phone=PHONES[9], name="پرگو", proof="code", text=f"بی‌اساس {number}")
    for _ in range(5):  # nobody proved this number
        make.done(phone=PHONES[8], name="ناشناس")
    town_clock.forward(days=62)
    actions.count_candidates(edition_id, by=office())
    rows = candidates_of(edition_id)
    assert [row.citizen_id for row in rows] == ids
    assert [row.parts["confirmed"] for row in rows] == [4, 3, 2]
    edition = HonourEdition.objects.get(pk=edition_id)
    assert (edition.state, edition.assessed, edition.eligible) == ("counted", 4, 3)
    last = timeline("edition", edition_id)[-1]
    assert (last.kind, last.data["assessed"], len(last.data["digest"])) == ("candidates_counted", 4, 64)


def test_declined_reports_lower_and_confidential_ones_do_not_count(town: Town, town_clock: TownClock) -> None:
    edition_id = frozen_edition(town)
    (citizen,) = helpful(town, town_clock, (2,), names=NAMES[:1])
    code = make.in_hand(phone=PHONES[0], name=NAMES[0], proof="code")
    make.command(code, "decline", town.clerk, note="نیاز به اقدام نیست")
    make.referred("CNF-01", phone=PHONES[0], name=NAMES[0], proof="code")
    make.referred("CND-01", phone=PHONES[0], name=NAMES[0], proof="code", about_unit_code="D-01")
    town_clock.forward(days=62)
    actions.count_candidates(edition_id, by=office())
    (row,) = candidates_of(edition_id)
    assert row.citizen_id == citizen
    assert (row.parts["confirmed"], row.parts["checked"], row.parts["trust"]) == (2, 3, 0.75)


def test_counting_takes_few_statements(
    town: Town, town_clock: TownClock, django_assert_max_num_queries: object
) -> None:
    edition_id = frozen_edition(town)
    helpful(town, town_clock)
    town_clock.forward(days=62)
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        actions.count_candidates(edition_id, by=office())


def test_the_system_flags_what_it_can_see(town: Town, town_clock: TownClock) -> None:
    Staff.objects.filter(pk=town.staff["clerk"]).update(name_fa="رضا محمدی")
    edition_id = counted_edition(town, town_clock, (5, 3, 2))
    kinds = {row.place: set(row.flags.values_list("kind", flat=True)) for row in candidates_of(edition_id)}
    assert kinds[1] == {"relative"}, "the family name of whoever finished most of the cases"
    assert kinds[2] == set()


# ── consent, vetting and decision ────────────────────────────────────────────────────────────────────────────────────


def test_no_name_is_seen_without_consent(town: Town, town_clock: TownClock) -> None:
    edition_id = counted_edition(town, town_clock)
    assert {row.name for row in queries.candidates(edition_id)} == {""}
    assert {row.phone for row in queries.candidates(edition_id)} == {""}
    first, second, third = candidates_of(edition_id)
    agree(first)
    agree(second, "unnamed")
    agree(third, "no")
    assert [row.name for row in queries.candidates(edition_id)] == [NAMES[0], NAMES[1], ""]
    agree(first, "no")
    assert queries.candidates(edition_id)[0].name == ""


def test_asking_sends_one_message_to_those_who_did_not_answer(town: Town, town_clock: TownClock) -> None:
    edition_id = counted_edition(town, town_clock)
    first, second, third = candidates_of(edition_id)
    agree(first)
    Citizen.objects.filter(pk=third.citizen_id or 0).update(is_silent=True)
    assert actions.ask_consents(edition_id, by=office()) == 1
    assert actions.ask_consents(edition_id, by=office()) == 0
    (message,) = Message.objects.filter(kind="honour_asked")
    assert message.address == PHONES[1]
    assert "/me/honours/" in message.body
    second.refresh_from_db()
    assert second.asked_at == clock.now()


def test_a_name_is_published_of_adults_alone(town: Town, town_clock: TownClock) -> None:
    (citizen,) = helpful(town, town_clock, (1,), names=NAMES[:1])
    with make.refused(actions.NameNeedsAnAdult):
        actions.answer_consent(citizen, answer="named", is_adult=False, own=[citizen])
    with make.refused(actions.NotYourName):
        actions.answer_consent(citizen, answer="named", is_adult=True, own=[citizen + 1])
    with make.refused(actions.ConsentIsUnknown):
        actions.answer_consent(citizen, answer="maybe", is_adult=True, own=[citizen])
    with pytest.raises(DatabaseError), transaction.atomic():
        HonourConsent.objects.create(citizen_id=citizen, answer="named", is_adult=False, at=clock.now())


def test_a_decision_needs_consent_no_open_flag_and_a_reason(town: Town, town_clock: TownClock) -> None:
    edition_id = counted_edition(town, town_clock)
    first = candidates_of(edition_id)[0]
    values = {"decision": "honoured", "category": "watchful", "reason": "خوب", "by": office()}
    with make.refused(actions.ConsentIsMissing):
        actions.decide_candidate(first.pk, **values)  # type: ignore[arg-type]
    agree(first)
    VettingFlag.objects.filter(candidate=first).delete()
    actions.flag_candidate(first.pk, kind="business", note="فروشگاه", by=office())
    with make.refused(actions.FlagIsUnknown):
        actions.flag_candidate(first.pk, kind="business", note="", by=office())
    with make.refused(actions.FlagsAreOpen):
        actions.decide_candidate(first.pk, **values)  # type: ignore[arg-type]
    with make.refused(actions.HonourHasNoReason):
        actions.clear_flag(first.pk, kind="business", reason=" ", by=office())
    actions.clear_flag(first.pk, kind="business", reason="فروشگاهی ندارد", by=office())
    with make.refused(actions.HonourHasNoReason):
        actions.decide_candidate(first.pk, **{**values, "reason": ""})  # type: ignore[arg-type]
    with make.refused(actions.CategoryIsUnknown):
        actions.decide_candidate(first.pk, **{**values, "category": "none"})  # type: ignore[arg-type]
    for who in (town.mayor, town.admin, town.clerk):
        with make.refused(NotYourWork):
            actions.decide_candidate(first.pk, **{**values, "by": who})  # type: ignore[arg-type]
    actions.decide_candidate(first.pk, **values)  # type: ignore[arg-type]
    with make.refused(actions.DecisionsHaveBegun):
        actions.count_candidates(edition_id, by=office())
