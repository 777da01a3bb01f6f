"""The administrator's page of texts: read as on the phone, with faults named, decided and taken back."""

import pytest
from django.urls import reverse

from peygir.desks.answers.filling import words_in_force
from peygir.desks.answers.message_names import KINDS
from peygir.desks.answers.readers import languages_of
from peygir.desks.answers.texts import VARIABLES
from peygir.history.queries import timeline
from peygir.web.admin.text_words import VARIABLE_WORDS, WHEN
from tests.admin_pages import post, text_of
from tests.pages.test_works import signed_in
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
TEXTS = "/desk/admin/texts/"
SATURDAY = "1405/02/19"


def test_words_are_read_on_the_phone_and_said(town: Town, town_clock: TownClock) -> None:
    client, page = signed_in("admin"), f"{TEXTS}received/en/"
    assert text_of(client, TEXTS).count("text-row-body") == sum(len(languages_of(kind)) for kind in VARIABLES)
    wish = {"body": "Hello, {code} it is.", "subject": "Hello", "since": "1405/02/13"}
    preview = post(client, page, wish, "preview", 200)
    assert "Hello, 0512345674 it is." in preview
    assert "characters: one short message" in preview
    town_clock.forward(minutes=1)
    assert client.post(page, wish | {"step": "do"}).status_code == 302
    assert words_in_force("received", "en") == ("Hello", "Hello, {code} it is.")
    assert "Hello" in text_of(client, page)
    number = timeline("city", town.city_id)[-1].number
    town_clock.forward(minutes=1)
    assert client.post(reverse("admin_text_undo", args=[number])).status_code == 302
    assert words_in_force("received", "en")[0] == "Your report is recorded"
    client.post(reverse("admin_text_undo", args=[number]))
    assert "decided again or undone" in text_of(client, TEXTS)


def test_faults_of_words_are_named_and_the_look_is_live(town: Town) -> None:
    client, page = signed_in("supervisor"), f"{TEXTS}done/fa/"
    faulty = post(client, page, {"body": "تمام {nonsense}", "since": SATURDAY}, "do", 422)
    assert "The variable “nonsense” is not known" in faulty
    assert "تمام {nonsense}" in faulty
    missing = post(client, page, {"body": "تمام", "since": SATURDAY}, "do", 422)
    assert "“{code}” is missing" in missing
    assert "“{link}” is missing" in missing
    look = client.post(f"{page}look/", {"body": "{code} {link}"}).content.decode()
    assert "۰۵۱۲۳۴۵۶۷۴" in look
    assert "handset" in look
    assert text_of(client, f"{TEXTS}nothing/fa/", 404)
    assert text_of(client, f"{TEXTS}done/xx/", 404)


def test_every_kind_and_variable_has_words() -> None:
    assert set(KINDS) == set(WHEN) == set(VARIABLES)
    assert set(VARIABLE_WORDS) == set().union(*VARIABLES.values())
