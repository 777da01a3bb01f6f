"""The pages of marks for staff: the leader's mark, appeals and their decision, second readings, schemes, closings."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from peygir.core import clock
from peygir.outlook.scoring import actions, queries
from peygir.outlook.scoring.answer_rules import AnswerQuestion
from peygir.outlook.scoring.models import MarkAppeal, MarkScheme, MonthCheck, SampledAnswer, ScoredMonth
from peygir.outlook.scoring.months import month_of
from peygir.outlook.scoring.rules import first_content
from peygir.people.models import Staff
from peygir.web.admin.scheme_form import SchemeForm
from peygir.web.kit import mark_words
from tests import make
from tests.drain import drain
from tests.markup import packed
from tests.scores import KHORDAD, LivedMonth, close, decide_scheme, live_khordad
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
REASON = "پرونده در تعطیلی کارگاه بود"


@pytest.fixture
def lived(town: Town, town_clock: TownClock) -> LivedMonth:
    """The cases of Khordad, for which a scheme was decided."""
    decide_scheme(town)
    return live_khordad(town, town_clock)


@pytest.fixture
def month(town: Town, lived: LivedMonth) -> ScoredMonth:
    """Khordad, closed."""
    return close(town)


def signed_in(username: str, language: str = "en") -> Client:
    """A browser in which somebody is signed in."""
    client = Client(headers={"Accept-Language": language})
    client.force_login(Staff.objects.get(username=username))
    return client


def body(answer: Any) -> str:
    """The page, without blanks between tags."""
    assert answer.status_code in (200, 409, 422), answer.status_code
    return packed(answer.content.decode())


def mark_text(value: Decimal | None) -> str:
    """A mark as an English page has it."""
    with override("en"):
        return mark_words.mark_text(value)


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
    last = effects[-1]
    place = f"{last.effect}_{last.case_id}_{last.key}"
    assert "No case to show" in body(client.get(part_page(), {"after": place}))
    for nonsense in ("x", "1_2", "NaN_1_1", "1e999_1_1", "_1_1", "1_1_" + "9" * 30):
        assert lived.never in body(client.get(part_page(), {"after": nonsense}))
    assert client.get(part_page("speed")).status_code == 404
    assert client.get(f"{reverse('my_mark')}?month=1405-09").status_code == 404


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
    never = make.case(lived.never).pk
    form = f"{part_page(name='my_mark_appeal')}?case={never}"
    assert lived.never in body(manager.get(form))
    assert manager.post(form, {"reason": " "}).status_code == 422
    assert manager.post(form, {"reason": REASON}).status_code == 302
    again = manager.post(form, {"reason": REASON})
    assert again.status_code == 409
    assert REASON in body(again)
    assert manager.get(f"{part_page(name='my_mark_appeal')}?case=999999").status_code == 404
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
    assert "the restatement is under way" in body(answer)
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
    assert "Appeals were taken until" in body(manager.get(form))
    assert manager.post(form, {"reason": REASON}).status_code == 409


def test_a_second_person_reads_an_answer(town: Town, lived: LivedMonth) -> None:
    actions.draw_answers(clock.now())
    supervisor = signed_in("supervisor")
    waiting = SampledAnswer.objects.get(case__code=lived.in_time)
    page = reverse("answer_reading", args=[waiting.pk])
    assert page in body(supervisor.get(reverse("answer_readings")))
    assert "چاله پر شد." in body(supervisor.get(page))
    points = dict.fromkeys(AnswerQuestion.values(), "2")
    assert supervisor.post(page, {**points, "fits": "3"}).status_code == 422
    assert supervisor.post(page, {"fits": "1"}).status_code == 422
    assert supervisor.post(page, points).status_code == 302
    waiting.refresh_from_db()
    assert waiting.points == dict.fromkeys(AnswerQuestion.values(), 2)
    assert supervisor.get(page).status_code == 404, "it is read"
    assert signed_in("operator").get(reverse("answer_readings")).status_code == 403


def scheme_values(first_on: date, **changes: str) -> dict[str, str]:
    """The form of a scheme as it is filled at first, in English digits, with some values changed."""
    form = SchemeForm(content=first_content(), first_on=first_on)
    return {**{name: str(value) for name, value in form.initial.items()}, **changes}


def test_two_people_decide_a_scheme_on_pages(town: Town) -> None:
    admin, mayor = signed_in("admin"), signed_in("mayor")
    new, coming = reverse("admin_scheme_new"), month_of(date(2026, 6, 25))
    assert "Propose a scheme" in body(admin.get(new))
    for wrong in (
        {"month": "1405-13"},
        {"month": "1405-01"},
        {"solved-weight": "much"},
        {"solved-target": "-1"},
        {"group-time": ""},
        {"closing_days": "3"},
        {"combination": "luck"},
    ):
        answer = admin.post(new, scheme_values(coming.first_on, **wrong))
        assert answer.status_code in (409, 422), wrong
    assert not MarkScheme.objects.exists()
    assert admin.post(new, scheme_values(coming.first_on, **{"solved-weight": "۱۹٫۵"})).status_code == 302
    row = MarkScheme.objects.get()
    assert next(part["weight"] for part in row.content["parts"] if part["indicator"] == "solved") == "19.5"
    page = reverse("admin_scheme", args=[row.pk])
    assert "A second person decides" in body(admin.get(page))
    refused = admin.post(reverse("admin_scheme_press", args=[row.pk, "agree"]), follow=True)
    assert "by a second person" in body(refused)
    assert "You are the second person" in body(mayor.get(page))
    assert mayor.post(reverse("admin_scheme_press", args=[row.pk, "burn"])).status_code == 404
    mayor.post(reverse("admin_scheme_press", args=[row.pk, "agree"]))
    row.refresh_from_db()
    assert row.state == "decided"
    assert page in body(mayor.get(reverse("admin_schemes")))
    second = scheme_values(month_of(date(2026, 7, 25)).first_on)
    assert admin.post(new, second).status_code == 302
    other = MarkScheme.objects.exclude(pk=row.pk).get()
    assert "Against the scheme before" in body(mayor.get(reverse("admin_scheme", args=[other.pk])))
    admin.post(reverse("admin_scheme_press", args=[other.pk, "withdraw"]))
    other.refresh_from_db()
    assert other.state == "withdrawn"


def test_a_month_is_closed_and_computed_again_by_jobs(town: Town, lived: LivedMonth) -> None:
    admin, months = signed_in("admin"), reverse("admin_months")
    assert "Khordad 1405" in body(admin.get(months))
    assert admin.post(reverse("admin_month_check", args=["1405-03"])).status_code == 404
    admin.post(reverse("admin_month_close"))
    assert not ScoredMonth.objects.exists(), "the request does not compute"
    drain(twice=True)
    assert ScoredMonth.objects.count() == 1
    assert "No month is due to be closed." in body(admin.post(reverse("admin_month_close"), follow=True))
    assert signed_in("mayor").post(reverse("admin_month_close")).status_code == 403
    check = reverse("admin_month_check", args=["1405-03"])
    admin.post(check)
    assert "being computed again already" in body(admin.post(check, follow=True))
    assert "under way" in body(admin.get(months))
    drain(twice=True)
    assert "It comes out the same" in body(admin.get(months))
    month = ScoredMonth.objects.get()
    MonthCheck.objects.create(
        month=month,
        asked_by_id=town.admin.id,
        asked_at=clock.now(),
        checked_at=clock.now(),
        version=1,
        differences=[{"message": "the marks of version {number} come out otherwise", "values": {"number": 1}}],
    )
    assert "version 1 come out otherwise" in body(admin.get(months))
