"""Answers to be read, searched and judged by citizens; written in versions by the supervisor; at hand in a call."""

import pytest
from django.test import Client
from django.urls import reverse

from peygir.centre.contacts import actions
from peygir.centre.contacts.models import Contact
from peygir.centre.contacts.queries import article_uses
from peygir.centre.knowledge import queries
from peygir.centre.knowledge.models import AnswerGap, Article, ArticleWord
from peygir.web.public.answers import MOST_IN_VAIN
from tests.browsers import HX, signed_in
from tests.calls import answered
from tests.desks.test_knowledge import written
from tests.town import Town, TownClock


@pytest.fixture
def knowing(town: Town, town_clock: TownClock) -> Town:
    """A town with an answer for all and one for operators."""
    written(town, town_clock, title_en="A street light is out", body_en="Call 121.")
    written(town, town_clock, "angry", title_fa="چراغ و خشم", body_fa="آرام باشید.", is_public=False)
    return town


def test_a_citizen_reads_and_says_whether_it_helped(knowing: Town) -> None:
    client = Client()
    page = client.get(reverse("answers")).content.decode()
    assert "چراغ خیابان خاموش است" in page
    assert "چراغ و خشم" not in page
    path = reverse("answer", args=["street-lights"])
    assert "۱۲۱" in client.get(path).content.decode()
    assert client.get(reverse("answer", args=["angry"])).status_code == 404
    assert client.post(path, {"number": "1", "helped": "yes"}).status_code == 302
    assert client.post(path, {"number": "x", "helped": "no"}).status_code == 302
    assert client.post(path, {"number": "99", "helped": "no"}).status_code == 404
    assert client.post(path, {"helped": "perhaps"}).status_code == 302
    assert sorted(ArticleWord.objects.values_list("is_yes", flat=True)) == [False, True]
    client.cookies["django_language"] = "en"
    assert "A street light is out" in client.get(path).content.decode()


BROWSER = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0"


def in_vain() -> int:
    """How often something was looked for in vain, as the centre counts it."""
    return sum(AnswerGap.objects.values_list("count", flat=True))


def test_a_search_finds_or_is_noted(knowing: Town) -> None:
    client = Client(headers={"User-Agent": BROWSER})
    hit = client.get(reverse("answers"), {"q": "چراغ خاموش"}).content.decode()
    assert "چراغ خیابان خاموش است" in hit
    assert AnswerGap.objects.count() == 0
    miss = client.get(reverse("answers"), {"q": "<b>کارت بلیت"}).content.decode()
    assert "هنوز پاسخی برای این نداریم" in miss
    assert "&lt;b&gt;کارت بلیت" in miss
    assert "کارت بلیت" in signed_in("supervisor").get(reverse("centre_answers")).content.decode()
    gap = AnswerGap.objects.get()
    assert signed_in("supervisor").post(reverse("centre_gap", args=[gap.pk])).status_code == 302
    assert "کارت بلیت" not in signed_in("supervisor").get(reverse("centre_answers")).content.decode()


def test_what_no_person_meant_is_not_counted(knowing: Town) -> None:
    path = reverse("answers")
    for name in ("", "Mozilla/5.0 (compatible; Googlebot/2.1)", "curl/8.5", "TelegramBot (like TwitterBot)"):
        assert Client(headers={"User-Agent": name}).get(path, {"q": "کارت بلیت"}).status_code == 200
    ahead = Client(headers={"User-Agent": BROWSER, "Sec-Purpose": "prefetch"})
    assert ahead.get(path, {"q": "کارت بلیت"}).status_code == 200
    person = Client(headers={"User-Agent": BROWSER})
    for search_text in (
        "کا",
        "۱۲",
        "0917 123 45 67",
        "کد ۰۵-۱۲-۳۴",
        "https://a.example",
        "q@b.example",
        "صفر نهصد و هفده صد و بیست و سه",
        "آقای رضایی",
    ):
        assert person.get(path, {"q": search_text}).status_code == 200
    assert in_vain() == 0
    for _ in range(2):
        person.get(path, {"q": "کارت بلیت"})
    assert in_vain() == 1, "the same words of one reader are one search"


def test_one_address_tells_so_much_and_is_never_refused(knowing: Town) -> None:
    person = Client(headers={"User-Agent": BROWSER})
    for number in range(MOST_IN_VAIN + 5):
        words = "".join("ابپتثجچحخد"[int(digit)] for digit in f"{number:03d}")
        assert person.get(reverse("answers"), {"q": f"زپلشت{words}"}).status_code == 200
    assert in_vain() == MOST_IN_VAIN
    other = Client(headers={"User-Agent": BROWSER}, REMOTE_ADDR="10.1.2.3")
    other.get(reverse("answers"), {"q": "کارت بلیت"})
    assert in_vain() == MOST_IN_VAIN + 1


def test_an_operator_says_that_nothing_answered(knowing: Town, town_clock: TownClock) -> None:
    client = signed_in("operator")
    page = client.get(reverse("console_answers"), {"q": "چراغ"}).content.decode()
    assert "هیچ‌کدام پاسخ نبود" in page
    assert client.post(reverse("console_answers"), {"q": "چراغ پارک چه زمانی روشن می‌شود"}).status_code == 302
    assert in_vain() == 1
    contact = answered(knowing, town_clock)
    said = {"outcome": "answered", "text": "کارت بلیت اتوبوس از کجا", "key": "k"}
    for _ in range(2):  # pressed twice
        client.post(reverse("console_call", args=[contact]), said, headers=HX)
    assert in_vain() == 2
    assert AnswerGap.objects.filter(words="کارت بلیت اتوبوس از کجا").exists()


def test_what_was_answered_with_an_article_or_is_no_question_is_no_gap(knowing: Town, town_clock: TownClock) -> None:
    client = signed_in("operator")
    for number, citizen_text in enumerate(
        (
            {"outcome": "answered", "article": "street-lights", "text": "چراغ خاموش"},
            {"outcome": "answered", "text": "شماره‌ام ۰۹۱۷ ۱۲۳ ۴۵ ۶۷ است، کارت بلیت"},
            {"outcome": "answered", "text": "کارت بلیت " * 20},
            {"outcome": "thanks", "text": "سپاس از پاکبان"},
        )
    ):
        contact = answered(knowing, town_clock, key=f"{number}.1")
        assert (
            client.post(reverse("console_call", args=[contact]), {**citizen_text, "key": "k"}, headers=HX).status_code
            == 200
        )
    assert in_vain() == 0


def test_operators_find_what_is_for_them_alone(knowing: Town) -> None:
    client = signed_in("operator")
    assert "چراغ و خشم" in client.get(reverse("console_answers")).content.decode()
    assert "آرام باشید" in client.get(reverse("console_answers"), {"q": "خشم"}).content.decode()
    client.get(reverse("console_answers"), {"q": "کارت بلیت"})
    assert AnswerGap.objects.count() == 1


def test_a_call_is_answered_with_an_article(knowing: Town, town_clock: TownClock) -> None:
    actions.sit_at(knowing.city_id, "101", by=knowing.operator)
    contact = answered(knowing, town_clock)
    client = signed_in("operator")
    told = client.post(reverse("console_help", args=[contact]), {"text": "چراغ خیابان خاموش"}).content.decode()
    assert 'data-answer="street-lights"' in told
    given = {"outcome": "answered", "article": "street-lights", "text": "چراغ خاموش است"}
    assert client.post(reverse("console_call", args=[contact]), given, headers=HX).status_code == 200
    row = Contact.objects.get()
    assert (row.outcome, row.article, row.notes) == ("answered", "street-lights", "چراغ خاموش است")
    lines = queries.article_lines(knowing.city_id, on=town_clock().date(), used=article_uses(knowing.city_id))
    assert lines[0].used == 1


def test_the_supervisor_writes_in_versions(knowing: Town) -> None:
    client = signed_in("supervisor")
    path = reverse("centre_answer", args=["street-lights"])
    page = client.get(path)
    values = {name: field.value() or "" for name, field in ((box.name, box) for box in page.context["form"])}
    assert values["seen"] == 1
    values["is_public"] = "on"
    assert client.post(path, {**values, "body_fa": "تازه‌تر", "code": "other"}).status_code == 302
    late = client.post(path, {**values, "body_fa": "از دیگری"})
    assert late.status_code == 409
    assert "از دیگری" in late.content.decode()
    wrong = client.post(path, {**values, "seen": "2", "from_on": "نه", "body_fa": "می‌ماند"})
    assert wrong.status_code == 422
    assert "می‌ماند" in wrong.content.decode()
    shown = client.get(path).content.decode()
    assert "نسخهٔ ۲" in shown
    assert "نسخهٔ ۱" in shown
    new = {**values, "seen": "0", "code": "bus-card", "title_fa": "کارت بلیت"}
    assert client.post(reverse("centre_answer_new"), {**new, "title_fa": ""}).status_code == 422
    assert client.post(reverse("centre_answer_new"), new).status_code == 302
    assert Article.objects.filter(code="bus-card", is_latest=True).count() == 1
    assert client.get(reverse("centre_answer", args=["none"])).status_code == 404
    assert signed_in("operator").get(path).status_code == 403
