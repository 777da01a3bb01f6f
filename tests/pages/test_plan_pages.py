"""The pages of planning: problems from cases, programmes with options, proposals with their PDF, and who sees them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.outlook.planning import actions
from peygir.outlook.planning.models import PlanProblem, ProblemAnswer, Programme, Proposal
from peygir.people.models import Staff
from tests import make, planned
from tests.drain import drain
from tests.markup import packed
from tests.pages.test_alarm_pages import browser_of, read
from tests.planned import TITLE, office
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")
PLANS = reverse("plans")


def problem_values(town: Town, **given: Any) -> dict[str, Any]:
    """What the form of a problem sends."""
    values = {"title": TITLE, "text": "چاله‌ها هر زمستان برمی‌گردند.", "unit": town.units["D-01"], "is_public": "on"}
    return {**values, **given}


def programme_values(town: Town, **given: Any) -> dict[str, Any]:
    """What the form of a programme with two options sends; the second option has one cost for each year."""
    values: dict[str, Any] = {
        "title": TITLE,
        "text": "روکش یا لکه‌گیری",
        "unit": town.units["D-01"],
        "is_public": "on",
        "options": "2",
    }
    for number, likely, kind in ((1, "۴٬۰۰۰٬۰۰۰٬۰۰۰", "once"), (2, "300000000", "yearly")):
        values |= {
            f"o{number}-rows": "2",
            f"o{number}-title": f"گزینهٔ شمارهٔ {number}",
            f"o{number}-begins_on": "1405/05/01",
            f"o{number}-ends_on": "۱۴۰۵/۰۷/۰۱",
            f"o{number}-effect_low": "۲۰",
            f"o{number}-effect": "40",
            f"o{number}-effect_high": "60",
            f"o{number}-years": "5",
            f"o{number}-evidence_class": "D",
            f"o{number}c1-title": "آسفالت",
            f"o{number}c1-low": "200000000",
            f"o{number}c1-likely": likely,
            f"o{number}c1-high": "۵٬۰۰۰٬۰۰۰٬۰۰۰",
            f"o{number}c1-kind": kind,
        }
    return {**values, **given}


def press(client: Client, name: str, *args: Any, **values: Any) -> str:
    """What the page says after a press."""
    answer = client.post(reverse(name, args=args), values, follow=True)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return packed(answer.content.decode())


def test_an_empty_list_says_how_to_begin(town: Town) -> None:
    manager = read(browser_of("manager"), PLANS)
    assert "No problem is written yet" in manager
    assert reverse("plan_problem_new") in manager
    council = read(browser_of("council"), PLANS)
    assert "No problem is recognised yet" in council
    assert reverse("plan_problem_new") not in council


def test_a_problem_is_written_from_selected_cases_and_recognised(town: Town) -> None:
    codes = [planned.planned_case(town, number) for number in range(2)]
    client = browser_of("manager")
    form = read(client, f"{reverse('plan_problem_new')}?case={codes[0]}:1&case={codes[1]}:2")
    assert all(code in form for code in codes)
    answer = client.post(reverse("plan_problem_new"), problem_values(town, codes="، ".join(codes)))
    problem = PlanProblem.objects.get()
    assert answer["Location"] == reverse("plan_problem", args=[problem.pk])
    assert problem.evidence["cases"] == 2
    page = read(client, answer["Location"])
    assert "Recognise the problem" in page
    assert all(reverse("case", args=[code]) in page for code in codes)
    assert "شمارهٔ" in page, "citizens' words"
    press(client, "plan_problem_press", problem.pk, "out", case=make.case(codes[1]).pk)
    assert PlanProblem.objects.get().evidence["cases"] == 1
    press(client, "plan_problem_press", problem.pk, "add", codes=codes[1])
    press(client, "plan_problem_press", problem.pk, "recognise")
    assert (PlanProblem.objects.get().state, PlanProblem.objects.get().evidence["cases"]) == ("open", 2)
    waiting = read(client, PLANS)
    assert "Write a programme" in waiting
    assert TITLE in read(browser_of("council"), PLANS)


def test_a_draft_and_another_units_problem_stay_with_their_planners(town: Town) -> None:
    problem_id = planned.problem_of(town, [planned.planned_case(town)], is_public=False)
    path = reverse("plan_problem", args=[problem_id])
    other = Staff.objects.create(username="other_manager", role="manager", unit_id=town.units["D-02"], password="!")
    stranger = Client(headers={"Accept-Language": "en"})
    stranger.force_login(other)
    read(stranger, path, 404)
    assert TITLE not in read(stranger, f"{PLANS}?whose=all")
    answer_id = actions.ask_for_answer(problem_id, body="unit", unit_id=town.units["D-02"], by=town.manager)
    asked = read(stranger, path)
    assert "Record the answer" in asked
    typed = {"answer": "needs_study", "reason": "خ" * 2_500}
    refused = stranger.post(reverse("plan_answer", args=[answer_id]), typed)
    assert refused.status_code == 422
    text = packed(refused.content.decode())
    assert typed["reason"] in text, "what was typed stays"
    assert 'value="needs_study" selected' in text
    said = press(stranger, "plan_answer", answer_id, answer="in_part", reason="یک خیابان امسال انجام می‌شود")
    assert "یک خیابان امسال انجام می‌شود" in said
    assert ProblemAnswer.objects.get().answer == "in_part"
    for name in ("council", "mayor"):
        assert TITLE in read(browser_of(name), path), name
    assert actions.make_problem(town.city_id, planned_terms(town), by=town.manager)
    draft = PlanProblem.objects.get(state="draft")
    read(browser_of("council"), reverse("plan_problem", args=[draft.pk]), 404)


def planned_terms(town: Town) -> Any:
    """A problem without cases."""
    from peygir.outlook.planning.actions.problems import ProblemTerms

    return ProblemTerms(title="مسئلهٔ دیگر", text="متن", unit_id=town.units["D-01"])


def test_codes_that_do_not_fit_are_named_and_nothing_is_written(town: Town) -> None:
    confidential = make.report(topic="CNF-01", phone=PHONES[3]).code
    drain()
    client = browser_of("manager")
    values = problem_values(town, codes=f"{confidential} 0500000000")
    answer = client.post(reverse("plan_problem_new"), values)
    assert answer.status_code == 422
    text = packed(answer.content.decode())
    assert "can be part of a problem" in text
    assert "چاله‌ها هر زمستان برمی‌گردند." in text, "what was typed stays"
    assert not PlanProblem.objects.exists()


def test_a_question_has_a_day_and_goes_to_the_council(town: Town) -> None:
    problem_id = planned.problem_of(town, [planned.planned_case(town)])
    page = press(
        browser_of("manager"), "plan_problem_press", problem_id, "ask", whom="council", request="ردیف می‌خواهد؟"
    )
    assert "ردیف می‌خواهد؟" in page
    assert "60 days left" in page
    office("secretariat")
    assert "Record the answer" in read(browser_of("secretariat"), reverse("plan_problem", args=[problem_id]))
    assert "Record the answer" not in read(browser_of("council"), reverse("plan_problem", args=[problem_id]))


def test_a_programme_grows_by_buttons_and_is_written_with_its_options(town: Town) -> None:
    problem_id = planned.problem_of(town, [planned.planned_case(town)])
    client, path = browser_of("manager"), reverse("plan_programme_new", args=[problem_id])
    grown = client.post(path, programme_values(town, more="option")).content.decode()
    assert 'name="o3-title"' in grown
    more = client.post(path, programme_values(town, more="cost-1")).content.decode()
    assert 'name="o1c5-title"' in more
    assert not Programme.objects.exists()
    wrong = client.post(path, programme_values(town, **{"o1c1-likely": ""}))
    assert wrong.status_code == 422
    assert "A cost needs a title and three amounts." in wrong.content.decode()
    faulty = client.post(path, programme_values(town, **{"o1-effect_low": "70"}))
    assert faulty.status_code == 422
    assert "Option 1" in packed(faulty.content.decode())
    answer = client.post(path, programme_values(town))
    programme = Programme.objects.get()
    assert answer["Location"] == reverse("plan_programme", args=[programme.pk])
    assert programme.options.get(number=1).costs.get().likely == 4_000_000_000
    page = read(client, answer["Location"])
    assert "400 million tomans" in page
    assert "150 million tomans" in page, "five years of the second option"
    chosen = press(client, "plan_programme_press", programme.pk, "choose", option="2")
    assert reverse("plan_proposal_new", args=[programme.pk]) in chosen
    assert Programme.objects.get().chosen_option == 2


def test_a_proposal_begins_with_a_text_and_becomes_a_letter(town: Town) -> None:
    programme_id = planned.programme_of(town, planned.problem_of(town, [planned.planned_case(town)]))
    client, path = browser_of("manager"), reverse("plan_proposal_new", args=[programme_id])
    form = read(client, path)
    assert "ماده واحده" in form
    assert "۴٬۰۰۰٬۰۰۰٬۰۰۰ ریال" in form, "the letter is in the city's language"
    values = {"title": f"لایحهٔ {TITLE}", "text": "ماده واحده: اجازه داده می‌شود.", "amount": "4,000,000,000"}
    client.post(path, values)
    proposal = Proposal.objects.get()
    unsent = press(client, "plan_proposal_press", proposal.pk, "send")
    assert "Please give the commission" in unsent
    letter = {"commission": "عمران", "letter_number": "۱۴۰۵/۱۲۳", "letter_on": "1405/02/13"}
    press(client, "plan_proposal_edit", proposal.pk, **values, **letter)
    assert Proposal.objects.get().version == 2
    document = client.get(reverse("plan_proposal_document", args=[proposal.pk]))
    assert document["Content-Type"] == "application/pdf"
    assert document.content.startswith(b"%PDF")
    assert document.content.count(b"/Type /Page\n") >= 3, "the letter and two annexes"
    press(client, "plan_proposal_press", proposal.pk, "send")
    assert Proposal.objects.get().state == "sent"
    office("secretariat")
    assert "Put it on an agenda" in read(browser_of("secretariat"), PLANS)
    read(browser_of("council"), reverse("plan_proposal", args=[proposal.pk]))


def test_a_planned_case_names_its_plan_to_staff_and_citizens(town: Town) -> None:
    code = planned.planned_case(town)
    planned.approved_programme(town, [code])
    drain()
    staff_page = read(browser_of("manager"), reverse("case", args=[code]))
    assert "Part of a plan" in staff_page
    assert TITLE in staff_page
    public_page = read(Client(headers={"Accept-Language": "en"}), reverse("public_case", args=[code]))
    assert "This report is part of the programme" in public_page
    assert "session 71" in public_page or "session ۷۱" in public_page


def test_an_unknown_deed_and_number_are_not_there(town: Town) -> None:
    problem_id = planned.problem_of(town, [planned.planned_case(town)])
    client = browser_of("manager")
    assert client.post(reverse("plan_problem_press", args=[problem_id, "plan"])).status_code == 404
    assert client.post(reverse("plan_problem_press", args=[problem_id, "nothing"])).status_code == 404
    read(client, reverse("plan_problem", args=[problem_id + 9]), 404)
    assert client.get(f"{PLANS}?state=zzz&unit=x&topic=ب&district=9999999999&page=0&q=%20").status_code == 200


def test_a_search_looks_past_the_spelling(town: Town) -> None:
    planned.problem_of(town, [planned.planned_case(town)])
    client = browser_of("manager")
    assert TITLE in read(client, f"{PLANS}?q=اسفالت بلوارگلگشت")
    assert "No problem fits these filters" in read(client, f"{PLANS}?q=آسفالت بلوار ارم")
