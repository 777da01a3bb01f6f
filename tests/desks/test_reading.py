"""What the machine reads in a report: proposed, chosen only when it is sure, kept beside what people made of it."""

from datetime import timedelta

from django.test import Client

from peygir.desks.understanding.accuracy import GuessAccuracy, accuracy
from peygir.desks.understanding.actions import PlaceIsUnknown
from peygir.desks.understanding.models import Reading
from peygir.desks.understanding.proposing import proposal_for
from peygir.people.models import Staff
from peygir.people.rules import Actor
from tests import make
from tests.drain import drain
from tests.markup import packed
from tests.town import Town, point_in


def readings(code: str) -> list[Reading]:
    return list(Reading.objects.filter(case__code=code).order_by("number"))


def test_words_alone_find_topic_and_owner(reading_town: Town) -> None:
    code = make.report("", text="یه چاله بزرگ افتاده وسط کوچه").code
    drain()
    case = make.case(code)
    assert case.topic_id == reading_town.topics["CIV-01"]
    assert case.unit_id == reading_town.units["D-01"]
    reading = readings(code)[0]
    assert reading.topic_by == "machine"
    assert reading.guesses[0][0] == "CIV-01"
    assert reading.kind == "request"
    assert reading.reader.startswith("seed-")


def test_unsure_words_are_left_to_the_centre(reading_town: Town) -> None:
    code = make.report("", text="سلام خسته نباشید").code
    drain()
    case = make.case(code)
    assert case.topic_id is None
    assert case.unit_id == reading_town.units["C"]
    assert readings(code)[0].topic_by == "unsure"


def test_what_the_citizen_chose_stands_and_the_guess_is_kept_beside_it(reading_town: Town) -> None:
    code = make.report("CLN-01", text="یه چاله بزرگ افتاده وسط کوچه").code
    drain()
    reading = readings(code)[0]
    assert (reading.topic_by, reading.guesses[0][0]) == ("said", "CIV-01")
    assert make.case(code).topic_id == reading_town.topics["CLN-01"]


def test_danger_in_the_words_raises_the_urgency_of_any_topic(reading_town: Town) -> None:
    calm, urgent = make.report("CIV-01"), make.report("CIV-01", text="چاله باز شده، فوری بیاین، جون بچه‌ها در خطره")
    drain()
    assert (make.case(calm.code).urgency, make.case(urgent.code).urgency) == ("N", "U")


def test_a_correction_needs_one_press_and_keeps_the_reading_and_the_reason(reading_town: Town) -> None:
    code = make.referred("", text="یه چاله بزرگ افتاده وسط کوچه")
    make.command(
        code, "topic", reading_town.actors["supervisor"], topic_id=reading_town.topics["CLN-01"], note="سطل است"
    )
    drain()
    first, second = readings(code)[0], readings(code)[-1]
    assert (first.topic_by, first.guesses[0][0]) == ("machine", "CIV-01")
    assert (second.topic_by, second.topic_id) == ("person", reading_town.topics["CLN-01"])
    assert make.case(code).notes.get().text == "سطل است"


def test_a_correction_of_the_topic_does_not_calm_what_the_words_tell(reading_town: Town) -> None:
    code = make.referred("CIV-01", text="باز شده، فوری بیاین، جون بچه‌ها در خطره")
    make.command(code, "topic", reading_town.actors["supervisor"], topic_id=reading_town.topics["CLN-01"])
    assert make.case(code).urgency == "U"


def test_a_town_without_phrases_reads_by_names_as_before(town: Town) -> None:
    assert proposal_for(town.city_id, "چاله افتاده") is None
    code = make.report("", text="اینجا چاله خیابان است").code
    drain()
    assert readings(code)[0].topic_by == "words"


def test_accuracy_counts_what_people_judged(reading_town: Town) -> None:
    right, wrong, unjudged = (make.referred("", text="یه چاله بزرگ افتاده وسط کوچه") for _ in range(3))
    supervisor = reading_town.actors["supervisor"]
    make.command(right, "topic", supervisor, topic_id=reading_town.topics["CIV-01"])
    make.command(wrong, "topic", supervisor, topic_id=reading_town.topics["CLN-01"])
    drain()
    scores = accuracy(reading_town.city_id, since=make.case(right).opened_at - timedelta(days=1))
    assert scores.whole == GuessAccuracy(2, 1, 2)  # the unjudged one proves nothing
    assert scores.mixed_up == (("CLN-01", "CIV-01", 1),)
    assert sum(share.count for share in scores.by_day.values()) == 2
    assert unjudged


def test_the_page_of_accuracy_and_the_hint_of_the_form(reading_town: Town, client: Client) -> None:
    code = make.referred("", text="یه چاله بزرگ افتاده وسط کوچه")
    make.command(code, "topic", reading_town.actors["supervisor"], topic_id=reading_town.topics["CLN-01"])
    client.force_login(Staff.objects.get(username="supervisor"))
    assert "۱" in client.get("/desk/reading/").content.decode()
    hint = Client().post("/report/hint/", {"text": "بوی گاز میاد تو کوچه"}).content.decode()
    assert 'value="EXT-03"' in hint
    assert "tel:194" in hint
    assert "topic_hint" not in Client().post("/report/hint/", {"text": "سلام خسته نباشید"}).content.decode()


def test_one_press_sets_the_topic_right(reading_town: Town, client: Client) -> None:
    code = make.referred("CLN-01", text="یه چاله بزرگ افتاده وسط کوچه")
    client.force_login(Staff.objects.get(username="clerk_waste"))
    page = packed(client.get(f"/desk/case/{code}/").content.decode())
    assert 'name="guess" value="CIV-01"' in page
    pressed = client.post(
        f"/desk/case/{code}/topic/", {"guess": "CIV-01", "note": "چاله است", "version": make.case(code).version}
    )
    assert pressed.status_code == 302
    assert make.case(code).topic_id == reading_town.topics["CIV-01"]


def test_one_press_sets_the_place_right(reading_town: Town, client: Client) -> None:
    code = make.referred("CIV-01", text="چاله در محله سروستان است", address="")
    case = make.case(code)
    assert case.district_id == reading_town.districts["1"]
    client.force_login(Staff.objects.get(username="clerk"))
    assert 'name="guess" value="02-01"' in packed(client.get(f"/desk/case/{code}/").content.decode())
    asked = {"guess": "02-01", "note": "در نوشته آمده", "version": case.version}
    assert client.post(f"/desk/case/{code}/place/", asked).status_code == 302
    case = make.case(code)
    assert case.district_id == reading_town.districts["2"]
    assert (case.lat, case.cell) == (None, None)  # its point lay elsewhere; the report still has it
    assert make.report_row(code).lat is not None
    lat, lon = point_in("3")
    client.post(f"/desk/case/{code}/place/", {"guess": f"{lat},{lon}", "version": case.version})
    case = make.case(code)
    assert (case.district_id, case.lat) == (reading_town.districts["3"], lat)
    assert case.cell is not None
    for wrong in ("nowhere", "0,0", "nan,nan", "x,y"):
        with make.refused(PlaceIsUnknown):
            press_place(code, wrong, reading_town.actors["supervisor"])


def press_place(code: str, wrong: str, by: Actor) -> None:
    lat, _, lon = wrong.partition(",")
    given = {"lat": float(lat), "lon": float(lon)} if lat in ("0", "nan") else {"label": wrong}
    make.command(code, "place", by, **given)


def test_what_is_over_is_proposed_and_left_to_the_centre(reading_town: Town) -> None:
    code = make.report("", text="بوی گاز نمیاد دیگه، اومدن درستش کردن").code
    drain()
    case = make.case(code)
    assert case.topic_id is None
    assert case.unit_id == reading_town.units["C"]
    reading = readings(code)[0]
    assert (reading.topic_by, reading.guesses[0][0]) == ("unsure", "EXT-03")
