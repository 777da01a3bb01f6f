"""The pages of marks for staff: the leader's mark, appeals and their decision, second readings."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from peygir.cases.models import Case
from peygir.core import clock
from peygir.outlook.scoring import actions, queries
from peygir.outlook.scoring.answer_rules import AnswerQuestion
from peygir.outlook.scoring.models import MarkAppeal, SampledAnswer, ScoredMonth
from peygir.outlook.scoring.people_queries import answers_to_read
from peygir.web.kit import mark_words
from tests import make
from tests.committee import second_of_committee
from tests.drain import drain
from tests.mark_pages import body, mark_text, signed_in
from tests.scores import KHORDAD, LivedMonth
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
REASON = "پرونده در تعطیلی کارگاه بود"


def part_page(indicator: str = "solved", unit: str = "D-01", name: str = "my_mark_part") -> str:
    """The address of a part of a mark of Khordad."""
    return reverse(name, args=["1405-03", unit, indicator])


def test_a_manager_opens_a_case_from_the_mark(town: Town, lived: LivedMonth, month: ScoredMonth) -> None:
    client = signed_in("manager")
    unit_mark = queries.mark_of_unit(month.pk, town.units["D-01"])
    assert unit_mark is not None
    page = body(client.get(reverse("my_mark")))
    assert mark_text(unit_mark.mark) in page
    assert part_page() in page
    assert "What would not raise it" in page
    costly = queries.costly_cases(unit_mark.id, town.manager)
    assert [row.effect for row in costly] == sorted(row.effect for row in costly)
    for row in costly:
        if row.case_id is not None:  # else a case that this manager may not see
            losses = [one[2] for one in queries.effects_of_case(unit_mark.id, row.case_id) if one[2] < 0]
            assert row.effect == sum(losses, Decimal(0))
    assert costly[0].effect < 0
    with override("en"):
        assert mark_words.number_text(costly[0].effect, 2) in page
        indicator, why, _effect = costly[0].whys[0]
        assert f"{mark_words.indicator_name(indicator)}: {mark_words.why_text(indicator, why)}" in page
    assert f'href="{reverse("case", args=[costly[0].code])}"' in page
    cases = body(client.get(part_page()))
    assert f'href="{reverse("case", args=[lived.never])}"' in cases
    part = next(one for one in queries.parts_of(unit_mark.id) if one.indicator == "solved")
    effects = queries.effects_of(part.id, town.manager)
    with override("en"):
        assert mark_words.effect_text(effects[0].effect) in cases
    assert "points, because: not closed yet" in cases
    only = body(client.get(f"{part_page()}?why=not_closed"))
    assert lived.never in only
    assert lived.in_time not in only
    assert "No case to show" in body(client.get(part_page(), {"after": effects[-1].id}))
    for nonsense in ("x", "1_2", "NaN", "-1", "9" * 30, "999999"):
        assert lived.never in body(client.get(part_page(), {"after": nonsense}))
    assert client.get(part_page("speed")).status_code == 404
    assert client.get(f"{reverse('my_mark')}?month=1405-09").status_code == 404


def row_about(town: Town, month: ScoredMonth, code: str) -> int:
    """The row of a case in the part “solved” of district 1."""
    unit_mark = queries.mark_of_unit(month.pk, town.units["D-01"])
    assert unit_mark is not None
    part = next(one for one in queries.parts_of(unit_mark.id) if one.indicator == "solved")
    return next(one.id for one in queries.effects_of(part.id, town.manager) if one.code == code)


def test_a_case_that_the_manager_may_not_see_any_more_is_appealed_about_without_its_code(
    town: Town, lived: LivedMonth, month: ScoredMonth
) -> None:
    row, never = row_about(town, month, lived.never), make.case(lived.never)
    Case.objects.filter(pk=never.pk).update(is_confidential=True)
    manager = signed_in("manager")
    page = body(manager.get(part_page()))
    assert lived.never not in page
    assert f"case={never.pk}" not in page
    assert "a case that you may not open" in page
    assert "other cases" in body(manager.get(reverse("my_mark")))
    form = f"{part_page(name='my_mark_appeal')}?row={row}"
    assert lived.never not in body(manager.get(form))
    assert manager.post(form, {"reason": REASON}).status_code == 302
    assert MarkAppeal.objects.get().case_id == never.pk


def test_nobody_looks_into_the_mark_of_another_unit(town: Town, month: ScoredMonth) -> None:
    manager = signed_in("manager")
    assert manager.get(part_page(unit="D-02")).status_code == 404
    assert manager.get(f"{reverse('my_mark')}?unit=D-02").status_code == 404
    assert manager.get(part_page(unit="D-02", name="my_mark_appeal") + "?why=silence").status_code == 404
    mayor = signed_in("mayor")
    assert mayor.get(part_page(unit="D-02")).status_code == 200
    assert "D-02" in body(mayor.get(f"{reverse('my_mark')}?unit=D-01"))
    assert mayor.get(part_page(name="my_mark_appeal") + "?why=not_closed").status_code == 403
    assert signed_in("clerk").get(reverse("my_mark")).status_code == 403


def test_an_appeal_is_made_decided_and_restated_by_a_job(town: Town, lived: LivedMonth, month: ScoredMonth) -> None:
    manager, committee = signed_in("manager"), signed_in("inspectorate")
    form = f"{part_page(name='my_mark_appeal')}?row={row_about(town, month, lived.never)}"
    assert form.replace("&", "&amp;") in body(manager.get(part_page()))
    assert lived.never in body(manager.get(form))
    assert manager.post(form, {"reason": " "}).status_code == 422
    assert manager.post(form, {"reason": REASON}).status_code == 302
    again = manager.post(form, {"reason": REASON})
    assert again.status_code == 409
    assert REASON in body(again)
    for nonsense in ("999999", "x", "9" * 30):
        assert manager.get(f"{part_page(name='my_mark_appeal')}?row={nonsense}").status_code == 404
    assert manager.get(f"{part_page(name='my_mark_appeal')}?why=none").status_code == 404
    row = MarkAppeal.objects.get()
    assert REASON in body(manager.get(reverse("my_mark")))
    assert REASON not in body(signed_in("mayor").get(f"{reverse('my_mark')}?unit=D-01"))
    page = reverse("mark_appeal", args=[row.pk])
    assert reverse("mark_appeal", args=[row.pk]) in body(committee.get(reverse("mark_appeals")))
    assert REASON in body(committee.get(page))
    assert committee.post(page, {"outcome": "open", "answer": "x"}).status_code == 422
    assert committee.post(page, {"outcome": "upheld", "answer": ""}).status_code == 422
    answer = committee.post(page, {"outcome": "upheld", "answer": "درست است"}, follow=True)
    assert "A second person of the committee confirms it." in body(answer)
    assert "it waits for a second person" in body(answer)
    assert "درست است" not in body(manager.get(reverse("my_mark"))), "the unit reads what two have decided"
    row.refresh_from_db()
    assert row.proposed_at is not None
    agree = {"deed": "confirm", "as_read": row.proposed_at.isoformat()}
    own = body(committee.get(page))
    assert "A second person of the committee confirms your proposal." in own
    assert 'value="confirm"' not in own
    assert "not by the one who proposed it" in body(committee.post(page, agree, follow=True))
    second_of_committee(town)
    second = signed_in("inspectorate_b")
    assert row.proposed_at.isoformat() in body(second.get(page))
    for as_read in ("", "yesterday", "2026-07-07T06:00:00", row.made_at.replace(year=2020).isoformat()):
        refused = second.post(page, {**agree, "as_read": as_read}, follow=True)
        assert "was changed meanwhile" in body(refused)
    answer = second.post(page, agree, follow=True)
    assert "the restatement is under way" in body(answer).lower()
    month.refresh_from_db()
    assert month.version == 1, "the request does not compute"
    assert "the restatement is under way" in body(manager.get(reverse("my_mark")))
    drain(twice=True)
    month.refresh_from_db()
    assert month.version == 2
    row.refresh_from_db()
    assert row.version is not None
    assert f"The mark was {mark_text(row.before)} and is {mark_text(row.after)}." in body(
        manager.get(reverse("my_mark"))
    )
    assert committee.post(page, {"outcome": "upheld", "answer": "x x"}).status_code == 409
    assert "is decided already" in body(second.post(page, agree, follow=True))
    assert actions.verify_month(town.city_id, KHORDAD).differences == ()


def test_a_rule_is_appealed_and_withdrawn_and_the_days_end(
    town: Town, month: ScoredMonth, town_clock: TownClock
) -> None:
    manager = signed_in("manager")
    form = f"{part_page(name='my_mark_appeal')}?why=not_closed"
    assert manager.post(form, {"reason": REASON}).status_code == 302
    row = MarkAppeal.objects.get()
    assert (row.case_id, row.why) == (None, "not_closed")
    manager.post(reverse("my_mark_appeal_withdraw", args=[row.pk]))
    row.refresh_from_db()
    assert row.outcome == "withdrawn"
    assert manager.post(reverse("my_mark_appeal_withdraw", args=[999999])).status_code == 404
    town_clock.forward(days=11)
    manager = signed_in("manager")
    assert "Appeals were taken until" in body(manager.get(form))
    assert manager.post(form, {"reason": REASON}).status_code == 409


def test_a_second_person_reads_an_answer(town: Town, lived: LivedMonth) -> None:
    actions.draw_answers(clock.now())
    supervisor = signed_in("supervisor")
    waiting = SampledAnswer.objects.get(pk=answers_to_read(town.city_id, town.supervisor)[0][0])
    other = SampledAnswer.objects.filter(unit_id=waiting.unit_id).exclude(pk=waiting.pk)[0]
    page = reverse("answer_reading", args=[waiting.pk])
    assert page in body(supervisor.get(reverse("answer_readings")))
    assert "چاله پر شد." in body(supervisor.get(page))
    points = dict.fromkeys(AnswerQuestion.values(), "2")
    assert supervisor.post(page, {**points, "fits": "3"}).status_code == 422
    assert supervisor.post(page, {"fits": "1"}).status_code == 422
    later = reverse("answer_reading", args=[other.pk])
    assert later not in body(supervisor.get(reverse("answer_readings")))
    assert supervisor.post(later, points).status_code == 404, "not before its turn"
    assert supervisor.post(page, points).status_code == 302
    waiting.refresh_from_db()
    assert waiting.points == dict.fromkeys(AnswerQuestion.values(), 2)
    assert supervisor.get(page).status_code == 404, "it is read"
    assert signed_in("operator").get(reverse("answer_readings")).status_code == 403
