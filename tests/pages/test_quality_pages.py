"""The pages of the reviews: from the form to the operator's answer, faults in place, nobody beside anybody."""

from django.urls import reverse

from peygir.centre.quality.models import Score
from peygir.centre.quality.rules import MOST_QUESTIONS
from tests.browsers import signed_in
from tests.calls import over
from tests.town import Town, TownClock

FORM = {"fa-0": "خوش‌رو بود", "most-0": "5", "fa-1": "بازخوانی کرد", "en-1": "Read back", "most-1": "۲"}
DRAW = {"from_on": "1405/02/13", "to_on": "1405/02/13", "each": "2", "seed": "7"}


def test_from_the_questions_to_the_answer(town: Town, town_clock: TownClock) -> None:
    chief, operator = signed_in("supervisor"), signed_in("operator")
    operator.post(reverse("call_seat"), {"extension": "101"})
    contact = over(town, town_clock)
    operator.post(reverse("call", args=[contact]), {"outcome": "thanks"})
    early = chief.post(reverse("centre_quality_draw"), DRAW)
    assert early.status_code == 409
    assert "نخست پرسش‌های فرم" in early.content.decode()
    wrong = chief.post(reverse("centre_quality_form"), {"fa-0": "پرسشِ من", "most-0": "99"})
    assert wrong.status_code == 422
    assert "پرسشِ من" in wrong.content.decode()
    assert chief.post(reverse("centre_quality_form"), {**FORM, "from_on": "دیروز"}).status_code == 422
    assert chief.post(reverse("centre_quality_form"), {**FORM, "from_on": "1400/01/01"}).status_code == 422
    assert chief.post(reverse("centre_quality_form"), FORM).status_code == 302
    shown, _, more = chief.get(reverse("centre_quality_form")).content.decode().partition('<details class="disclose"')
    assert "خوش‌رو بود" in shown
    assert (shown.count('name="fa-'), more.count('name="fa-')) == (3, MOST_QUESTIONS - 3), "one row more than there are"
    assert chief.post(reverse("centre_quality_draw"), {**DRAW, "to_on": "x"}).status_code == 422
    assert chief.post(reverse("centre_quality_draw"), DRAW).status_code == 302
    score_url = reverse("centre_quality_score", args=[Score.objects.get().pk])
    assert score_url in chief.get(reverse("centre_quality")).content.decode()
    assert operator.get(score_url).status_code == 404, "before it is scored"
    first, second = (box.html_name for box in chief.get(score_url).context["form"].questions)
    half = chief.post(score_url, {first: "4", "comment": "نوشتهٔ من"})
    assert half.status_code == 422
    assert "نوشتهٔ من" in half.content.decode()
    assert chief.post(score_url, {first: "4", second: "-", "comment": "آرام‌تر بخوانید"}).status_code == 302
    page = operator.get(score_url).content.decode()
    assert "آرام‌تر بخوانید" in page
    assert "۸۰٪" in page
    answer = reverse("centre_quality_answer", args=[Score.objects.get().pk])
    assert operator.post(answer, {"answer": " "}).status_code == 422
    assert chief.post(answer, {"answer": "من نه"}).status_code == 404
    assert operator.post(answer, {"answer": "سپاس، چشم"}).status_code == 302
    assert operator.post(answer, {"answer": "دوباره"}).status_code == 409
    assert "سپاس، چشم" in chief.get(score_url).content.decode()
    assert operator.post(score_url, {first: "5", second: "2"}).status_code == 403
    assert score_url in operator.get(reverse("centre_quality")).content.decode()
    assert reverse("centre_quality_draw") not in operator.get(reverse("centre_quality")).content.decode()
