"""Passing a call from the operator's screen: asked first or handed over, and how asking ends by a press."""

from django.urls import reverse

from peygir.centre.contacts import actions, queries
from peygir.centre.contacts.models import PassOrder
from tests.browsers import HX, signed_in
from tests.calls import answered
from tests.town import Town, TownClock


def test_the_call_itself_goes_to_a_colleague(seat: Town, town_clock: TownClock) -> None:
    contact = answered(seat, town_clock)
    client = signed_in("operator")
    page = client.get(reverse("console_call", args=[contact])).content.decode()
    ask, hand = (reverse("console_pass", args=[contact, deed]) for deed in ("ask", "hand"))
    assert ask in page
    assert hand in page
    nobody = client.post(ask, {"text": "نیمهٔ حرف", "to": ""}, headers=HX)
    assert nobody.status_code == 422
    assert "نیمهٔ حرف" in nobody.content.decode()
    to = str(seat.staff["supervisor"])
    assert client.post(reverse("console_pass", args=[contact, "sing"]), {"to": to}).status_code == 404
    mine = str(seat.staff["operator"])
    assert client.post(ask, {"to": mine}, headers=HX).status_code == 409, "not to oneself"
    assert client.post(ask, {"text": "چالهٔ بزرگ", "to": to}, headers=HX).status_code == 200
    assert queries.draft_of(contact) == {"text": "چالهٔ بزرگ"}
    order = PassOrder.objects.get()
    assert (order.is_asked_first, order.from_staff_id) == (True, seat.operator.id)
    seen = f"{contact}.talking"
    tabs = client.get(reverse("console_line"), {"seen": seen}).content.decode()
    assert "data-pass-said" in tabs
    assert f'data-seen="{seen}.rings"' in tabs
    assert client.post(hand, {"to": to}, headers=HX).status_code == 409, "once at a time"
    PassOrder.objects.update(settled_at=town_clock(), is_good=False, words="did not take it")
    assert "تماس را نپذیرفت" in client.get(reverse("console_line"), {"seen": ""}).content.decode()
    assert client.post(hand, {"to": to}).status_code == 302
    assert not PassOrder.objects.latest("pk").is_asked_first
    actions.answer_call("100.1", uniqueid="100.1-b", extension="102", at=town_clock())
    assert "data-pass-said" not in signed_in("supervisor").get(reverse("console")).content.decode()


def test_asking_first_ends_from_the_tabs(seat: Town, town_clock: TownClock) -> None:
    contact = answered(seat, town_clock)
    client = signed_in("operator")
    give, back = (reverse("console_pass", args=[contact, deed]) for deed in ("give", "back"))
    line_url = reverse("console_line")
    refused = client.post(give + f"?open={contact}", headers=HX)
    assert refused.status_code == 409
    assert "با همکاری صحبت نمی‌کنید" in refused.content.decode()
    assert 'role="alert"' in refused.content.decode()
    client.post(reverse("console_pass", args=[contact, "ask"]), {"to": str(seat.staff["supervisor"])}, headers=HX)
    order = PassOrder.objects.get()
    PassOrder.objects.update(taken_at=town_clock())
    rings = client.get(line_url, {"seen": ""}).content.decode()
    assert give not in rings, "nobody has answered yet"
    assert back in rings
    assert client.post(give, headers=HX).status_code == 409
    PassOrder.objects.update(consulted_at=town_clock())
    speaks = client.get(line_url, {"seen": ""}).content.decode()
    assert give in speaks
    assert back in speaks
    assert signed_in("clerk").post(give, headers=HX).status_code == 403
    pressed = client.post(give + f"?open={contact}", headers=HX)
    assert pressed.status_code == 200
    assert 'aria-current="page"' in pressed.content.decode()
    assert PassOrder.objects.get().wish == "give"
    assert client.post(back, follow=True).status_code == 200, "without a script: the page, which says why not"
    assert PassOrder.objects.get().wish == "give"
    seen = f"{contact}.talking.asked"
    assert client.get(line_url, {"seen": seen}).status_code == 204
    actions.refuse_end(order.pk, text="nobody is asked")
    page_text = client.get(line_url, {"seen": seen}).content.decode()
    assert "پیش از آن پایان یافته بود" in page_text
    assert client.post(back).status_code == 302
    assert PassOrder.objects.get().wish == "back"
    PassOrder.objects.update(settled_at=town_clock(), is_good=False, words="taken back")
    page_text = client.get(line_url, {"seen": ""}).content.decode()
    assert "تماس دوباره با شماست" in page_text
    assert back not in page_text
