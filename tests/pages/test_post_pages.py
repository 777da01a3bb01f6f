"""The administrator's pages of posts, the choice in “My account”, and what somebody without a post is told."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from peygir.core.jalali import format_numeric
from peygir.journey.clock import tick
from peygir.people.actions import add_staff, change_posts
from peygir.people.models import Post, Staff
from peygir.people.post_rules import PostChange, PostKind
from peygir.people.posts import posts_of
from tests.admin_pages import latin, text_of
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import PASSWORD, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
TODAY = date(2026, 5, 3)
POSTS = "/desk/admin/posts/"


def jalali(day: date) -> str:
    return format_numeric(day)


def led(town: Town, who: str, first: date, last: date | None = None, **more: str) -> int:
    new_post = PostChange("record", 0, town.units["D-01"], "manager", more.get("kind", PostKind.HOLDER), first, last)
    change_posts(town.staff[who], new_post, by=town.admin)
    return Post.objects.latest("pk").pk


def person_page(town: Town, who: str) -> str:
    return f"/desk/admin/people/{town.staff[who]}/posts/"


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_who_led_a_unit_on_a_day(town: Town) -> None:
    led(town, "clerk_two", date(2024, 1, 1), date(2025, 6, 30))
    led(town, "manager", date(2025, 7, 1))
    for day, name in (("1404/04/08", "نام clerk_two"), ("1404/04/10", "نام manager"), ("۱۴۰۵-۰۲-۱۳", "نام manager")):
        page = words_of(text_of(signed_in("admin", "fa"), POSTS, unit="D-01", on=day).split('id="answer"')[1])
        assert name in page[:300], day
    page = text_of(signed_in("supervisor", "en"), POSTS, unit="D-01", on="1390/01/01")
    assert "Nobody is on record as its leader on that day." in page
    assert "End, hand over, correct" not in page
    assert 'aria-invalid="true"' in text_of(signed_in("admin", "en"), POSTS, 422, unit="D-01", on="yesterday")
    assert "As we know" not in text_of(signed_in("admin", "en"), POSTS, unit="")


def test_what_was_on_record_earlier(town: Town, town_clock: TownClock) -> None:
    wrong = led(town, "clerk_two", date(2024, 1, 1))
    town_clock.forward(days=3)
    client = signed_in("admin", "en")
    answer = client.post(
        f"{POSTS}{wrong}/",
        {
            "deed": "correct",
            "correct-never": "on",
            "correct-role": "manager",
            "correct-kind": "holder",
            "correct-unit": "D-01",
            "correct-from_on": "2024-01-01",
            "correct-reason": "letter 12/7",
        },
    )
    assert answer.status_code == 302
    asked: dict[str, Any] = {"unit": "D-01", "on": "2024-05-05"}
    now = text_of(client, POSTS, 200, **asked)
    then = text_of(client, POSTS, 200, known=TODAY.isoformat(), **asked)
    assert "Nobody is on record" in now
    assert "letter 12/7" in now
    assert "Clerk_Two" in then.split('id="answer"')[1]
    assert "By what was on record at the end of" in then


def test_a_post_is_recorded_ended_and_handed_over(town: Town, town_clock: TownClock) -> None:
    client, page = signed_in("admin", "en"), person_page(town, "clerk_two")
    given = {"role": "manager", "unit": "D-01", "kind": "holder", "from_on": "1405/01/10", "to_on": ""}
    assert client.post(page, given).status_code == 302
    [post] = posts_of(town.staff["clerk_two"])
    assert (post.role, post.from_on, post.to_on) == ("manager", date(2026, 3, 30), None)
    again = client.post(page, given)
    assert again.status_code == 409
    assert "This person has the same post" in again.content.decode()
    other = client.post(person_page(town, "clerk"), given)
    assert "Clerk_Two holds this post" in other.content.decode() or "clerk_two" in other.content.decode()
    assert client.post(page, {**given, "from_on": "someday"}).status_code == 422
    address = f"{POSTS}{post.id}/"
    assert "Hand over to a successor" in text_of(client, address)
    over = {"deed": "hand-over", "over-successor": "clerk_b", "over-kind": "acting", "over-from_on": "1405/03/01"}
    unknown = client.post(address, {**over, "over-successor": "nobody"})
    assert "There is no such member of staff." in unknown.content.decode()
    early = client.post(address, {"deed": "end", "end-to_on": "1404/01/01"})
    assert early.status_code == 422
    assert client.post(address, over).status_code == 302
    assert posts_of(town.staff["clerk_two"])[0].to_on == date(2026, 5, 21)
    [new_post] = posts_of(town.staff["clerk_b"])
    assert (new_post.kind, new_post.from_on) == ("acting", date(2026, 5, 22))
    assert client.post(address, over).status_code == 404, "the row was replaced"


def test_the_supervisor_looks_and_changes_nothing(town: Town) -> None:
    post = led(town, "manager", TODAY)
    client = signed_in("supervisor", "fa")
    for page in (POSTS, person_page(town, "manager"), f"{POSTS}{post}/", f"{POSTS}import/"):
        assert latin(text_of(client, page)) == [], page
    assert client.post(person_page(town, "clerk"), {}).status_code == 403
    assert client.post(f"{POSTS}{post}/", {"deed": "end", "end-to_on": jalali(TODAY)}).status_code == 403
    assert client.post(f"{POSTS}import/", {}).status_code == 403
    assert Post.objects.get().to_on is None


def test_a_table_is_looked_at_and_recorded(town: Town) -> None:
    client = signed_in("admin", "fa")
    good = "username,unit,role,kind,from,to\nclerk,D-01,clerk,,1404/01/01,\n"
    bad = good + "clerk,D-77,clerk,,1404/01/01,\nghost,D-01,clerk,,1404/01/01,\n"

    def sent(text: str, step: str) -> tuple[int, str]:
        file = SimpleUploadedFile("posts.csv", text.encode())
        answer = client.post(f"{POSTS}import/", {"file": file, "step": step})
        return answer.status_code, words_of(packed(answer.content.decode()))

    assert client.post(f"{POSTS}import/", {"step": "look"}).status_code == 422
    status, page = sent(bad, "do")
    assert status == 422
    assert "۳ سطر خوانده شد که ۲ سطر ایراد دارد" in page
    assert not Post.objects.exists()
    assert sent(good, "look")[0] == 200
    assert not Post.objects.exists()
    assert sent(good, "do")[0] == 302
    assert Post.objects.get().from_on == date(2025, 3, 21)
    assert sent("a,b\n1,2\n", "look")[0] == 422


def test_who_has_two_posts_chooses_in_their_account(town: Town) -> None:
    made = add_staff("sara", password=PASSWORD, role="clerk", unit_code="D-02", must_change=False, by=town.admin)
    change_posts(made, PostChange("record", 0, town.units["D-01"], "manager", from_on=TODAY), by=town.admin)
    client = Client(headers={"accept-language": "en"})
    client.force_login(Staff.objects.get(pk=made))
    assert client.get("/desk/unit/").status_code == 403
    page = client.get("/staff/account/").content.decode()
    [address] = re.findall(r'action="(/staff/account/posts/\d+/)"', page)
    assert client.post(address).status_code == 302
    assert client.get("/desk/unit/").status_code == 200
    assert Staff.objects.get(pk=made).unit_id == town.units["D-01"]
    stranger = signed_in("clerk", "en")
    assert stranger.post(address).status_code == 404
    assert "Your posts" not in text_of(stranger, "/staff/account/")


def test_who_has_no_post_is_told_so(town: Town, town_clock: TownClock) -> None:
    made = add_staff("sara", password=PASSWORD, role="clerk", unit_code="D-02", must_change=False, by=town.admin)
    change_posts(made, PostChange("end", posts_of(made)[0].id, to_on=TODAY), by=town.admin)
    town_clock.forward(days=1)
    tick(town_clock())
    client = Client(headers={"accept-language": "en"})
    client.force_login(Staff.objects.get(pk=made))
    for page in ("/desk/inbox/", "/desk/notices/", "/desk/search/", "/desk/absences/"):
        answer = client.get(page)
        assert answer.status_code == 403, page
        assert "You hold no post today" in answer.content.decode()
    assert "You hold no post today" in text_of(client, "/staff/account/")
    assert "No post is valid today" in text_of(signed_in("admin", "en"), f"/desk/admin/people/{made}/posts/")
    assert "no post" in text_of(signed_in("admin", "en"), "/desk/admin/people/")
    sight = text_of(signed_in("admin", "en"), f"/desk/admin/people/{made}/sight/")
    assert "No post is valid today" in sight
    assert "Sees every case" not in sight


def test_a_proposed_post_is_shown_to_the_second_person(town: Town) -> None:
    client = signed_in("admin", "en")
    given = {"role": "inspectorate", "unit": "V-insp", "kind": "holder", "from_on": "1405/03/01", "to_on": ""}
    assert client.post(person_page(town, "clerk"), given).status_code == 302
    assert "A change of this account waits" in text_of(client, person_page(town, "clerk"))
    page = words_of(text_of(signed_in("mayor", "en"), "/desk/accounts/"))
    assert "Inspectorate" in page
    assert "since" in page
