"""Without a script, what a citizen typed comes back with the page that says why it could not be taken."""

import html
import re

from django.test import RequestFactory

from peygir.history.outages import DatabaseIsBusy
from peygir.web.kit.errors import typed_by_citizen, unavailable

TYPED = {"csrfmiddlewaretoken": "t0ken", "text": 'چاله‌ای <بزرگ> و "عمیق"', "address": "خیابان ارم، کوچهٔ ۷", "key": "a1"}


def test_what_was_typed_is_in_the_page_and_goes_to_the_same_address() -> None:
    answer = unavailable(RequestFactory().post("/report/", TYPED), DatabaseIsBusy())
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    assert {name: html.unescape(value) for name, value in fields} == TYPED
    assert 'action="/report/"' in page
    assert DatabaseIsBusy().words("fa") in page


def test_nothing_of_passwords_codes_desks_and_the_drop_box_is_in_a_page() -> None:
    make = RequestFactory()
    for path, fields in (
        ("/desk/case/1/", TYPED),
        ("/drop/words/", TYPED),
        ("/me/code/", TYPED | {"code": "123456"}),
        ("/somewhere/", TYPED | {"new_password": "x"}),
        ("/report/", {"text": "x" * 30_000}),
    ):
        assert typed_by_citizen(make.post(path, fields)) == []
    assert typed_by_citizen(make.get("/report/?text=x")) == []
