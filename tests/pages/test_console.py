"""The operator's screen: what is in hand, the form that fills itself, and drafts that travel to a colleague."""

from django.urls import reverse

from peygir.assets.queries import needed_asset
from peygir.cases.models import Case, Report
from peygir.centre.contacts import actions, queries
from peygir.centre.contacts.models import CallerMark, Contact
from peygir.desks.understanding.learning.reader import make_reader
from tests import asset_register, make
from tests.browsers import HX, signed_in
from tests.calls import NUMBER, answered, over, rung
from tests.drain import drain
from tests.markup import packed
from tests.phrases import bring_material
from tests.town import CODE, PHONES, Town, TownClock, point_in


def test_a_call_that_rings_here_comes_to_the_screen(seat: Town, town_clock: TownClock) -> None:
    client, other = signed_in("operator"), signed_in("supervisor")
    quiet = client.get(reverse("console")).content.decode()
    assert "data-idle" in quiet
    assert client.get(reverse("console_line"), {"seen": "none"}).status_code == 204
    contact = rung(seat, town_clock)
    assert client.get(reverse("console_line"), {"seen": "none"}).status_code == 204, "it rings at no phone yet"
    actions.ring_phone("100.1", uniqueid="100.1-a", extension="101", at=town_clock())
    tabs = packed(client.get(reverse("console_line"), {"seen": "none"}).content.decode())
    assert f'data-contact="{contact}" data-stage="ringing"' in tabs
    assert NUMBER not in tabs
    assert other.get(reverse("console_line"), {"seen": "none"}).status_code == 204, "it rings at another phone"
    page = client.get(reverse("console")).content.decode()
    assert f'data-open="{contact}"' in page
    actions.answer_call("100.1", uniqueid="100.1-b", extension="102", at=town_clock())
    assert queries.contacts_in_hand(seat.city_id, seat.operator) == []
    assert [one.id for one in queries.contacts_in_hand(seat.city_id, seat.supervisor)] == [contact]


def test_an_unfinished_contact_stays(seat: Town, town_clock: TownClock) -> None:
    contact = over(seat, town_clock)
    mine = queries.contacts_in_hand(seat.city_id, seat.operator)
    assert [(one.id, one.stage) for one in mine] == [(contact, "untold")]
    assert f'data-open="{contact}"' in signed_in("operator").get(reverse("console")).content.decode()
    assert queries.contacts_in_hand(seat.city_id, seat.clerk) == []


def test_the_card_shows_cases_places_and_marks(seat: Town, town_clock: TownClock) -> None:
    make.report(phone=PHONES[7], name="رضا نمونه", proof="call", address="کوچهٔ یک")
    drain()
    contact = answered(seat, town_clock)
    now = town_clock()
    CallerMark.objects.create(
        city_id=seat.city_id,
        phone=PHONES[7],
        kind="prank",
        state="confirmed",
        count=3,
        proposed_at=now,
        until=now.replace(year=now.year + 1),
    )
    page = signed_in("operator").get(reverse("console_call", args=[contact]), headers=HX).content.decode()
    assert "<html" not in page
    for words in ("رضا نمونه", "کوچهٔ یک", "تماس مزاحم", "data-follow=", "data-place-again"):
        assert words in page
    # A prank's caller is served like anybody.
    told = {"outcome": "reported", "text": "بوی گاز می‌آید", "address": "کوچهٔ دو", "asked_place": "1", "key": "p"}
    done = signed_in("operator").post(reverse("console_call", args=[contact]), told, headers=HX).content.decode()
    assert "data-code=" in done
    assert "۱۹۴" in done


def test_without_a_script_the_nearest_assets_are_offered_before_the_report_is_taken(
    seat: Town, town_clock: TownClock
) -> None:
    asset_register.make_types()
    near = asset_register.register(shift=0.0001)
    lat, lon = point_in("1")
    contact, client = answered(seat, town_clock), signed_in("operator")
    path = reverse("console_call", args=[contact])
    report = {"outcome": "reported", "text": "چراغ شکسته است", "topic": "CIV-01", "lat": lat, "lon": lon, "key": "n"}
    page_text = packed(client.post(path, report).content.decode())
    assert f'value="{near}"' in page_text
    assert 'name="asked_asset" value="1"' in page_text
    assert not Report.objects.exists()
    done = client.post(path, {**report, "asked_asset": "1", "near": near}).content.decode()
    assert "data-code=" in done
    drain()
    assert Case.objects.get().asset_id == needed_asset(near).id


def test_the_form_fills_from_the_words(seat: Town, town_clock: TownClock) -> None:
    lat, lon = point_in("1")
    first = make.report(topic="CIV-01", text="چاله خیابان جلوی مدرسه", lat=lat, lon=lon)
    drain()
    contact = answered(seat, town_clock)
    client, path = signed_in("operator"), reverse("console_help", args=[contact])
    page_text = client.post(path, {"text": "در محله ارم چاله خیابان هست، کوچه ۵", "part": ""}).content.decode()
    assert 'data-topic="CIV-01"' in page_text
    assert 'data-area="01-01"' in page_text
    assert 'data-address="محله ارم، کوچه ۵"' in page_text
    near = {"text": "چاله خیابان", "chosen": "place", "place": "01-01", "lat": str(lat), "lon": str(lon)}
    same = client.post(path, near).content.decode()
    assert f'data-join="{first.code}"' in same
    assert 'data-key="7"' in same
    by_hand = client.post(path, {"text": "چاله خیابان", "topic": "CLN-01", "chosen": "topic"}).content.decode()
    assert 'data-topic="CLN-01"' in by_hand
    assert "۱۹۴" in client.post(path, {"text": "بوی گاز می‌آید"}).content.decode()
    second = client.post(path, {"text2": "سطل زباله پر است", "part": "2"}).content.decode()
    assert 'data-topic="CLN-01"' in second
    assert client.post(reverse("console_help", args=[contact + 9]), {}).status_code == 404


def test_one_press_joins_and_gives_a_code(seat: Town, town_clock: TownClock) -> None:
    lat, lon = point_in("1")
    first = make.report(topic="CIV-01", text="چاله", lat=lat, lon=lon, phone=PHONES[8])
    drain()
    contact = answered(seat, town_clock)
    client, path = signed_in("operator"), reverse("console_call", args=[contact])
    given = {
        "key": "abc",
        "outcome": "reported",
        "text": "چالهٔ بزرگ",
        "topic": "CIV-01",
        "lat": lat,
        "lon": lon,
        "join": first.code,
        "name": "رضا نمونه",
    }
    for _ in range(2):  # pressed twice
        done = client.post(path, given, headers=HX)
        assert done.status_code == 200
        assert "data-code=" in done.content.decode()
    assert Report.objects.count() == 2
    assert Case.objects.get(code=first.code).report_count == 2
    assert Contact.objects.get(pk=contact).outcome == "reported"
    assert "data-idle" in client.get(reverse("console")).content.decode()


def test_bad_input_is_told_and_kept(seat: Town, town_clock: TownClock) -> None:
    contact = over(seat, town_clock)
    client, path = signed_in("operator"), reverse("console_call", args=[contact])
    wrong = client.post(path, {"outcome": "reported", "notes": "یادداشت من"}, headers=HX)
    assert wrong.status_code == 422
    assert "دست‌کم یک گزارش" in wrong.content.decode()
    assert "یادداشت من" in wrong.content.decode()
    nowhere = client.post(path, {"outcome": "reported", "text": "چاله هست", "topic": "CIV-01"}, headers=HX)
    assert nowhere.status_code == 422
    assert "چاله هست" in nowhere.content.decode()
    assert client.post(path, {"outcome": "thanks", "text": "سپاس از پاکبان"}).status_code == 200
    row = Contact.objects.get(pk=contact)
    assert (row.outcome, row.notes) == ("thanks", "سپاس از پاکبان")
    assert Report.objects.count() == 0


def test_the_half_filled_form_goes_to_a_colleague(seat: Town, town_clock: TownClock) -> None:
    contact = answered(seat, town_clock)
    client, other = signed_in("operator"), signed_in("supervisor")
    draft = reverse("console_draft", args=[contact])
    assert client.post(draft, {"text": "نیمهٔ حرف", "csrfmiddlewaretoken": "x", "topic": ""}).status_code == 204
    assert queries.draft_of(contact) == {"text": "نیمهٔ حرف"}
    hand = reverse("console_hand", args=[contact])
    nobody = client.post(hand, {"text": "نیمهٔ حرف", "to": ""}, headers=HX)
    assert nobody.status_code == 422
    assert "نیمهٔ حرف" in nobody.content.decode()
    given = {"text": "نیمهٔ حرف و بیشتر", "topic": "CIV-01", "to": str(seat.staff["supervisor"])}
    assert client.post(hand, {**given, "to": str(seat.staff["clerk"])}, headers=HX).status_code == 403
    assert queries.draft_of(contact) == {"text": "نیمهٔ حرف"}, "refused whole: the draft is as before"
    handed = client.post(hand, given, headers=HX)
    assert handed.status_code == 200
    assert "data-idle" in handed.content.decode(), "the screen goes on in its place"
    assert "همکارتان" in handed.content.decode()
    assert client.post(draft, {"text": "دیر رسید"}).status_code == 403
    page = other.get(reverse("console")).content.decode()
    assert "نیمهٔ حرف و بیشتر" in page
    assert queries.contacts_in_hand(seat.city_id, seat.operator) == []


def test_a_colleagues_contact_is_shown_without_a_form(seat: Town, town_clock: TownClock) -> None:
    contact = answered(seat, town_clock)
    Contact.objects.update(operator_id=seat.staff["supervisor"])
    page = signed_in("operator").get(reverse("console_call", args=[contact])).content.decode()
    assert "data-console-form" not in page
    assert "همکار دیگری" in page
    assert signed_in("operator").post(reverse("console_call", args=[contact]), {"outcome": "thanks"}).status_code == 403


def test_the_operator_sees_a_second_thing_and_what_may_be_over(
    seat: Town, town_clock: TownClock, settings: object
) -> None:
    bring_material(settings.HOME)  # type: ignore[attr-defined]
    make_reader(CODE, settings.HOME)  # type: ignore[attr-defined]
    contact = answered(seat, town_clock)
    client, path = signed_in("operator"), reverse("console_help", args=[contact])
    two = client.post(path, {"text": "چاله افتاده وسط کوچه، سطل زباله هم پره بو میده"}).content.decode()
    assert "گویا دو چیز گفته شده است" in two
    assert "گزارش دوم" in two
    over = client.post(path, {"text": "چاله رو دیروز اومدن پر کردن، ممنون"}).content.decode()
    assert "گویا گفته شده که موضوع تمام شده" in over
    assert 'data-topic=""' in over
    asked = client.post(path, {"text": "هزینه پر کردن چاله چقدره؟"}).content.decode()
    assert "لحن آن پرسش است" in asked
    plain = client.post(path, {"text": "چاله افتاده وسط کوچه"}).content.decode()
    assert "گویا" not in plain
