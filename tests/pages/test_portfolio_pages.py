"""The pages of candidates and portfolios: inputs are changed, money is given, and the choice is shown and sent."""

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from peygir.outlook.planning import actions
from peygir.outlook.planning.models import CandidateInput, PlanCandidate, PlanPortfolio, Programme
from peygir.people.models import Staff
from tests import make, planned
from tests.outlook.planning.test_candidates import written
from tests.planned import office
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")


def test_inputs_are_seen_and_changed(town: Town, client: Client) -> None:
    client.force_login(planned.manager_of(town))
    assert "نامزدی این‌جا نیست" in client.get(reverse("plan_candidates")).content.decode()
    pk = written(town, "روکش گلگشت")
    page = client.get(reverse("plan_candidates")).content.decode()
    assert "روکش گلگشت" in page
    path = reverse("plan_candidate", args=[pk])
    assert "شهروندانی که هر رخداد به آن‌ها می‌رسد" in client.get(path).content.decode()
    entered = reverse("plan_candidate_input", args=[pk, "cost"])
    client.post(entered, {"low": "۱۰۰٬۰۰۰٬۰۰۰", "likely": "200000000", "high": "۳۰۰۰۰۰۰۰۰", "note": "استعلام بها"})
    stored = CandidateInput.objects.get(candidate_id=pk, name="cost")
    assert (stored.low, stored.likely, stored.high) == (1e8, 2e8, 3e8)
    assert "استعلام بها" in client.get(path).content.decode()
    answer = client.post(entered, {"low": "سه تا", "likely": "2", "high": "1", "note": "به گفتهٔ انبار"})
    assert answer.status_code == 422
    for sentence in ("سه عدد بیش از صفر", 'value="سه تا"', 'value="به گفتهٔ انبار"'):
        assert sentence in answer.content.decode(), sentence
    assert client.post(reverse("plan_candidate_input", args=[pk, "nothing"])).status_code == 404
    answer = client.post(path, {"title": "روکش", "needs": "الف", "least_part": "۲"})
    assert answer.status_code == 422
    answer = client.post(path, {"title": "روکش", "needs": "", "load": "۲٫۵", "least_part": "۰٫۵", "variants": "v"})
    assert answer.status_code == 302
    row = PlanCandidate.objects.get()
    assert (row.title, row.load, row.least_part, row.variants) == ("روکش", 2.5, 0.5, "v")
    case = make.case(make.in_hand(phone=PHONES[3], text="چالهٔ وسط خیابان"))
    PlanCandidate.objects.update(case_ids=[case.pk])
    answer = client.post(reverse("plan_candidate_press", args=[pk, "drop"]), {"reason": "خ" * 2_500})
    assert answer.status_code == 422
    assert "خ" * 2_500 in answer.content.decode(), "what was typed stays"
    assert PlanCandidate.objects.get().state == "open"
    answer = client.post(reverse("plan_candidate_press", args=[pk, "programme"]), {"title": "برنامهٔ روکش"})
    assert answer["Location"] == reverse("plan_programme", args=[Programme.objects.get().pk])


def test_a_candidate_is_written_by_hand(town: Town, client: Client) -> None:
    client.force_login(planned.manager_of(town))
    path = reverse("plan_candidate_new")
    assert reverse("plan_candidate_new") in client.get(reverse("plan_candidates")).content.decode()
    assert "نوشتن نامزد" in client.get(path).content.decode()
    code = planned.planned_case(town)
    ends = {"incidents": "۱۲", "reported": "۰٫۵", "severity": "1", "people": "۳۰", "avoidable": "0.4", "years": "4"}
    form = {
        "title": "کف‌شور خیابان زند",
        "unit": str(town.units["D-01"]),
        "topic": str(town.topics["CIV-01"]),
        "district": str(town.districts["1"]),
        "codes": code,
        "least_part": "۱",
        **{f"{name}-likely": likely for name, likely in ends.items()},
        "cost-low": "۴٬۰۰۰٬۰۰۰",
        "cost-likely": "5,000,000",
        "cost-high": "۶۰۰۰۰۰۰",
    }
    for given, sentence in (
        ({"cost-likely": ""}, "این بخش را پر کنید"),
        ({"cost-low": "x"}, "عدد"),
        ({"cost-low": "9000000"}, "سه عدد بیش از صفر"),
        ({"reported-likely": "2"}, "سه عدد بیش از صفر"),
        ({"codes": "NOCODE"}, "NOCODE"),
        ({"unit": "999999"}, "در فهرست نیست"),
        ({"title": " "}, "این بخش را پر کنید"),
    ):
        answer = client.post(path, {**form, **given})
        assert answer.status_code in (409, 422), given
        assert sentence in answer.content.decode(), given
    assert not PlanCandidate.objects.exists()
    answer = client.post(path, form)
    row = PlanCandidate.objects.get()
    assert answer["Location"] == reverse("plan_candidate", args=[row.pk])
    assert (row.source, row.title, row.supporters) == ("person", "کف‌شور خیابان زند", 1)
    inputs = {one.name: (one.low, one.likely, one.high, one.basis) for one in row.inputs.all()}
    assert inputs["cost"] == (4e6, 5e6, 6e6, "person")
    assert inputs["incidents"] == (12.0, 12.0, 12.0, "person"), "a certain number has no range"
    client.post(reverse("plan_candidate_press", args=[row.pk, "programme"]), {"title": "برنامهٔ کف‌شور"})
    assert Programme.objects.get().title == "برنامهٔ کف‌شور"
    client.force_login(Staff.objects.get(pk=town.staff["clerk"]))
    assert client.post(path, form).status_code == 403


@pytest.mark.parametrize("language", ["fa", "en"])
def test_money_is_given_and_the_choice_is_shown(town: Town, client: Client, language: str) -> None:
    small = written(town, "کف‌شور", inputs={"incidents": (90.0, 100.0, 120.0), "cost": (4e6, 5e6, 6e6)})
    others = [written(town, f"طرح {number}", inputs={"cost": (4e8, 5e8 + number, 9e8)}) for number in range(4)]
    client.force_login(planned.manager_of(town))
    client.cookies["django_language"] = language
    path = reverse("plan_portfolio_new")
    assert client.get(path).status_code == 200
    form = {
        "title": "بودجهٔ ۱۴۰۶",
        "budget": "۱٬۲۰۰٬۰۰۰٬۰۰۰",
        "least_support": "0",
        "equity": "0.5",
        "has_parts": "on",
        "ratio-1": "۱٫۵",
        f"override-{others[0]}": "out",
        f"reason-{others[0]}": "",
    }
    assert client.post(path, form).status_code == 422, "an override needs its reason"
    assert client.post(path, {**form, "floor-1": "x", f"reason-{others[0]}": "ملک"}).status_code == 422
    answer = client.post(path, {**form, f"reason-{others[0]}": "زمین آماده نیست"})
    row = PlanPortfolio.objects.get()
    assert answer["Location"] == reverse("plan_portfolio", args=[row.pk])
    waiting = client.get(answer["Location"]).content.decode()
    assert ("در حال محاسبه است" if language == "fa" else "It is being computed") in waiting
    for name in ("plan_portfolio_table", "plan_portfolio_document"):
        assert client.get(reverse(name, args=[row.pk])).status_code == 404
    actions.compute_portfolio(row.pk, draws=40)
    page = client.get(answer["Location"]).content.decode()
    words = ("هزینهٔ کوچک، مشکل بزرگ", "وزن نیاز: ½") if language == "fa" else ("Small cost", "Weight of need: ½")
    for sentence in (*words, "کف‌شور", "زمین آماده نیست"):
        assert sentence in page, sentence
    assert client.get(f"{path}?from={row.pk}").status_code == 200
    table = b"".join(client.get(reverse("plan_portfolio_table", args=[row.pk])).streaming_content)  # type: ignore[attr-defined]
    assert "کف‌شور" in zipfile.ZipFile(io.BytesIO(table)).read("xl/worksheets/sheet1.xml").decode()
    document = client.get(reverse("plan_portfolio_document", args=[row.pk]))
    assert document.content.startswith(b"%PDF")
    office("budget")
    client.force_login(planned.staff_called("budget"))
    assert client.get(reverse("plan_candidate", args=[small])).status_code == 200, "the budget office reads them all"
    assert client.get(reverse("plan_portfolios")).status_code == 200
