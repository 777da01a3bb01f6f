"""The page of webhooks: one is made and its secret shown once, it is changed and ended, dead letters are sent again."""

import re
from typing import Any

import pytest

from peygir.desks.partners.models import Delivery, Webhook
from peygir.desks.partners.signing import secret_of
from peygir.journey.clock import tell_partners
from peygir.people.actions import issue_key
from peygir.people.queries import keys
from peygir.people.rules import SYSTEM
from tests import make
from tests.fake_receiver import Receiver, serving
from tests.pages.test_works import signed_in
from tests.town import Town

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
PAGE = "/desk/admin/webhooks/"


def wish(**more: Any) -> dict[str, Any]:
    issue_key("letters", scopes=["events"], by=SYSTEM) if not keys() else None
    return {
        "name": "نامه‌ها",
        "key": str(keys()[0].id),
        "url": "https://example.ir/hook",
        "kinds": ["case_referred"],
        **more,
    }


def test_without_a_key_the_way_to_one_is_shown(town: Town) -> None:
    page = signed_in("admin", "fa").get(PAGE).content.decode()
    assert "نخست کلیدی لازم است" in page
    assert "هنوز گیرنده‌ای نیست" in page


def test_one_is_made_its_secret_shown_once_and_renewed(town: Town) -> None:
    client = signed_in("admin", "fa")
    page = client.post(PAGE, wish()).content.decode()
    row = Webhook.objects.get()
    assert secret_of(row.salt) in page
    assert secret_of(row.salt) not in client.get(PAGE).content.decode()
    page_text = client.get(f"{PAGE}{row.pk}/").content.decode()
    assert "https://example.ir/hook" in page_text
    again = client.post(f"{PAGE}{row.pk}/secret/").content.decode()
    assert secret_of(Webhook.objects.get().salt) in again
    assert secret_of(row.salt) not in again
    assert "رمز پیشین نیز تا" in again
    assert client.post(f"{PAGE}{row.pk}/end-old/").status_code == 302
    page_text = client.get(f"{PAGE}{row.pk}/").content.decode()
    assert "رمز پیشین نیز تا" not in page_text
    assert "به رمز پیشین وب‌هوک «نامه‌ها» پایان داده شد." in page_text
    client.post(f"{PAGE}{row.pk}/end-old/")
    assert "رمز پیشین دیگر معتبر نیست." in client.get(f"{PAGE}{row.pk}/").content.decode()
    assert client.post(f"{PAGE}{row.pk}/", wish(kinds=["case_closed"])).status_code == 302
    assert Webhook.objects.get().kinds == ["case_closed"]
    assert client.post(f"{PAGE}{row.pk}/end/").status_code == 302
    assert "پایان" in client.get(f"{PAGE}{row.pk}/").content.decode()
    assert client.post(f"{PAGE}{row.pk}/fly/").status_code == 404
    assert client.get(f"{PAGE}999/").status_code == 404


@pytest.mark.parametrize(
    ("more", "fault_text"),
    [({"url": "example.ir"}, "https"), ({"kinds": []}, "دست‌کم یکی"), ({"name": ""}, "پر کنید"), ({"key": "99"}, "99")],
)
def test_what_is_wrong_is_said(more: dict[str, Any], fault_text: str, town: Town) -> None:
    answer = signed_in("admin", "fa").post(PAGE, wish(**more))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert fault_text in " ".join(re.findall(r'<p class="field-error"[^>]*>(.*?)</p>', page, re.DOTALL))
    assert "نامه‌ها" in page or "name" in more


def test_a_dead_letter_is_listed_and_sent_again(town: Town, settings: Any) -> None:
    settings.WEBHOOK_PRIVATE_HOSTS = True
    client = signed_in("admin", "fa")
    with serving(Receiver()) as receiver:
        client.post(PAGE, wish(url=receiver.url))
        make.referred()
        receiver.statuses = [500]
        tell_partners()
        Delivery.objects.update(state="dead", next_try_at=None)
        page = client.get(PAGE).content.decode()
        assert "آنچه نرسید" in page
        [again] = re.findall(r'action="(/desk/admin/deliveries/\d+/again/)"', page)
        assert client.post(again).status_code == 302
        tell_partners()
    assert Delivery.objects.get().state == "delivered"
    assert "آنچه نرسید" not in client.get(PAGE).content.decode()


def test_the_supervisor_looks_and_changes_nothing(town: Town) -> None:
    given = wish()
    signed_in("admin").post(PAGE, given)
    row, client = Webhook.objects.get(), signed_in("supervisor")
    assert client.get(f"{PAGE}{row.pk}/").status_code == 200
    for address in (
        PAGE,
        f"{PAGE}{row.pk}/",
        f"{PAGE}{row.pk}/end/",
        f"{PAGE}{row.pk}/secret/",
        f"{PAGE}{row.pk}/end-old/",
    ):
        assert client.post(address, given).status_code == 403
    assert Webhook.objects.get().ended_at is None
