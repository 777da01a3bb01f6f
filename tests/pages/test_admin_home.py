"""The administrator's first page: what needs attention leads to where it is mended, and settings are found by words."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.core import clock
from peygir.people.models import ApiKey
from peygir.web.kit.admin_menu import GROUPS, group_of, pages_with
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")


def page(client: Client, **query: str) -> str:
    return packed(client.get(reverse("admin_home"), query).content.decode())


def test_every_page_of_the_menu_opens_and_stands_in_one_group(town: Town) -> None:
    client = signed_in("admin")
    entries = [entry for group in GROUPS for entry in group.entries]
    assert len({entry.at for entry in entries}) == len(entries) > 20
    html = page(client)
    for entry in entries:
        assert f'href="{reverse(entry.url)}"' in html
        assert group_of(entry.at) is not None
    assert group_of("nothing") is None


@pytest.mark.parametrize(
    ("text", "url"),
    [("تعطیل", "admin_calendar"), ("Webhook", "admin_webhooks"), ("كليدها", "admin_keys"), ("مرز محله", "admin_areas")],
)
def test_a_setting_is_found_by_its_words(town: Town, text: str, url: str) -> None:
    assert url in {entry.url for entry in pages_with(text)}
    assert "No setting has these words" not in page(signed_in("admin"), q=text)


def test_words_that_no_setting_has(town: Town) -> None:
    assert pages_with("zzzz") == []
    assert "No setting has these words" in page(signed_in("admin"), q="<b>zzzz")


def test_what_runs_out_or_fails_is_told_with_the_way_there(town: Town) -> None:
    client = signed_in("admin")
    ApiKey.objects.create(
        name="بهشت", digest="d" * 64, channel="api", created_at=clock.now(), valid_until=clock.now() + timedelta(days=5)
    )
    html = page(client)
    assert "Keys that end within 30 days" in html
    assert "بهشت" in html


def test_only_who_looks_after_the_city_sees_it(town: Town) -> None:
    assert signed_in("clerk").get(reverse("admin_home")).status_code == 403
    assert signed_in("supervisor").get(reverse("admin_home")).status_code == 200


def test_the_page_costs_few_statements(town: Town, settings: Any, django_assert_max_num_queries: Any) -> None:
    settings.HEALTH_SECONDS = 3600  # the health is looked at by the first visit
    client = signed_in("admin")
    page(client)
    with django_assert_max_num_queries(12):
        page(client)
