"""Every form of every role, sent with values that no page of ours would send: a sentence, never a fault of ours."""

import itertools
import os
import random
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from django.test import Client

from peygir.people.models import RateLimitUse, Staff
from tests import make, test_doors
from tests.drain import drain
from tests.forms import Form, forms_in
from tests.hostile import ALWAYS, VALUES
from tests.permissions import WHO
from tests.town import PHONES, Town

SEED: Final = 137
THOROUGH: Final = os.environ.get("PEYGIR_THOROUGH") == "1"
SOME: Final = 7 if THOROUGH else 3  # more values for each form, the next ones in turn
LAST: Final = ("supervisor", "admin")  # whose presses end accounts and topics
SAYS_503: Final = ("health", "health_serving", "metrics")  # where a service of the city is down, as in tests
SIGNS_OUT: Final = ("/staff/logout/", "/me/out/")
FEW: Final = 2 if THOROUGH else 1  # for a role to whom an earlier one's form is shown again


@pytest.fixture
def full_town(live_town: Town, town_clock: Any) -> Town:
    """Cases at several points of their way, so that many forms are shown; what is sent is kept, as it would be."""
    make.in_hand()
    make.done(phone=PHONES[1])
    make.referred("CND-01", phone=PHONES[2])
    make.referred("CNF-01", phone=PHONES[3])
    drain()
    return live_town


@pytest.fixture
def address(full_town: Town) -> Callable[[str], str]:
    """`address(name)`: the path of a door, with the values of a case that is there."""
    return test_doors.paths_in(full_town)


def shown_forms(client: Client, address: Callable[[str], str]) -> Iterator[tuple[str, Form]]:
    """(page, form) of all that the pages show to who is signed in."""
    for name in test_doors.NAMES:
        answer = client.get(address(name))
        assert answer.status_code < 500 or name in SAYS_503, name
        if answer.status_code == 200 and not answer.streaming and "html" in answer.headers.get("Content-Type", ""):
            for form in forms_in(address(name), answer.content.decode()):
                yield name, form


def filled(form: Form, value: str, *, with_fixed: bool) -> dict[str, Any]:
    """The form with `value` in what is typed, or also in what its page has fixed; and each field sent twice."""
    names = set(form.fields) if with_fixed else set(form.fields) - form.fixed
    return {
        name: [value, value] if with_fixed and name in names else value if name in names else given
        for name, given in form.fields.items()
    }


def send(client: Client, form: Form, given: dict[str, Any]) -> int:
    """The status of one try, which uses up no limit."""
    status = client.post(form.action, given).status_code
    RateLimitUse.objects.all().delete()
    return int(status)


def test_no_form_of_any_role_is_a_fault_of_ours(full_town: Town, address: Callable[[str], str]) -> None:
    people = {row.role: row for row in Staff.objects.order_by("-pk")}
    turns, rng = itertools.cycle(VALUES), random.Random(SEED)
    tried: set[tuple[str, tuple[str, ...]]] = set()
    faults, sent = [], 0
    for who in sorted(WHO, key=LAST.__contains__):
        client = Client(raise_request_exception=False)
        if who != "nobody":
            client.force_login(people[who])
        for page, form in {form.shape: (page, form) for page, form in shown_forms(client, address)}.values():
            if form.action in SIGNS_OUT:
                continue
            is_new = form.shape not in tried
            tried.add(form.shape)
            values = [*ALWAYS, *itertools.islice(turns, SOME)] if is_new else rng.sample(VALUES, FEW)
            for value in values:
                for with_fixed in (False, True):
                    sent += 1
                    status = send(client, form, filled(form, value, with_fixed=with_fixed))
                    if status >= 500:
                        faults.append(f"{who} at {page}: {form.action} with {value[:40]!r} ({with_fixed=}): {status}")
            if (status := send(client, form, {})) >= 500:
                faults.append(f"{who} at {page}: {form.action} empty: {status}")
    assert faults == []
    assert len(tried) > 60
    assert sent > 1000


def test_a_fault_would_be_found(full_town: Town) -> None:
    page = '<form method="post" action="/x/7/"><input name="a" value="1"><select name="b"><option selected value="2">'
    (form,) = forms_in("/page/", f"{page}</select><button name='c' value='3'></form>")
    assert (form.action, form.fields, form.fixed) == ("/x/7/", {"a": ["1"], "b": ["2"], "c": ["3"]}, {"b", "c"})
    assert form.shape == ("/x/0/", ("a", "b", "c"))
    assert filled(form, "!", with_fixed=False) == {"a": "!", "b": ["2"], "c": ["3"]}
    assert filled(form, "!", with_fixed=True) == {name: ["!", "!"] for name in "abc"}
