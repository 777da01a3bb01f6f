"""Who lives by the organisation's sign-in page: in while it says so, and by no other way once it does not."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as in_force
from django.contrib.sessions.models import Session
from django.test import Client

from peygir.core import clock
from peygir.journey.directory.provider import ask_provider, end_at_provider
from peygir.people.actions.directory_groups import set_group_lines
from peygir.people.actions.staff_sessions import note_provider, session_digest
from peygir.people.models import DirectoryLink, RateLimitUse, Staff, StaffSession
from peygir.people.provider_sessions import sealed
from peygir.people.session_rules import BY_PROVIDER, SEEN_EVERY
from peygir.people.sessions import viewers_of
from tests.authenticator import Authenticator
from tests.lying_provider import Liar, lying_provider, provider
from tests.pages.test_own_account import LOGIN
from tests.pages.test_passkeys import HOST, KEYS, SECURE, has_entered, options_from, prove
from tests.town import PASSWORD, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
GRANT_IS_OVER = (400, {"error": "invalid_grant"})
LOGOUT: dict[str, Any] = {"http://schemas.openid.net/event/backchannel-logout": {}}


@pytest.fixture
def liar(town: Town, settings: Any) -> Iterator[Liar]:
    with lying_provider() as made:
        settings.OIDC, settings.PUBLIC_URL = provider(made), f"https://{HOST}"
        settings.ALLOWED_HOSTS = [HOST, "testserver"]
        yield made


def link(username: str, *, has_password: bool = False, follows: bool = True) -> DirectoryLink:
    """An account of the small town that its provider knows, with its groups."""
    staff = Staff.objects.get(username=username)
    staff.set_password(PASSWORD if has_password else None)
    staff.save()
    return DirectoryLink.objects.create(
        staff=staff,
        source="oidc",
        issuer=in_force.OIDC.issuer if in_force.OIDC is not None else "",
        subject=f"id-{username}",
        groups=["clerks"],
        follows=follows,
        linked_at=clock.now(),
        linked_by="directory",
        seen_at=clock.now(),
    )


def signed_in(username: str, *, token: str = "", way: str = "oidc") -> Client:
    """A browser that came in by the provider's page, which gave this refresh token."""
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(Staff.objects.get(username=username))
    session, key = client.session, str(client.session.session_key)
    if way == "oidc":
        session[BY_PROVIDER] = True
        session.save()
    StaffSession.objects.filter(digest=session_digest(key)).update(way=way)
    if token:
        note_provider(key, provider_session="", token=sealed(token))
    return client


def with_passkey(client: Client) -> Authenticator:
    device = Authenticator()
    answer = device.make(options_from(client, f"{KEYS}new/"))
    assert client.post(KEYS, {"name": "key", "answer": answer}, **SECURE).status_code == 302
    return device


def later(town_clock: TownClock) -> Any:
    return town_clock.forward(minutes=3)


def test_whom_the_provider_lets_go_is_out_by_every_way(liar: Liar, town_clock: TownClock) -> None:
    link("clerk")
    browser, elsewhere = signed_in("clerk", token="hers"), signed_in("clerk", way="passkey")
    device = with_passkey(browser)
    assert has_entered(elsewhere)
    liar.refused["hers"] = GRANT_IS_OVER
    assert ask_provider(later(town_clock)) == 2
    assert not has_entered(browser)
    assert not has_entered(elsewhere)
    stranger = Client(headers={"Accept-Language": "en"})
    assert prove(stranger, device)["Location"] == LOGIN
    assert "Sign in at your organisation again" in stranger.get(LOGIN, **SECURE).content.decode()
    assert not has_entered(stranger)
    DirectoryLink.objects.update(seen_at=clock.now())  # as signing in there does
    assert prove(Client(), device)["Location"] == "/desk/"


def test_a_proof_of_yesterday_opens_nothing(liar: Liar, town_clock: TownClock, settings: Any) -> None:
    link("clerk")
    browser = signed_in("clerk")  # without a refresh token nobody can ask
    device = with_passkey(browser)
    key = str(browser.session.session_key)
    town_clock.forward(hours=11)
    assert prove(Client(), device)["Location"] == "/desk/"
    assert has_entered(browser)
    assert key in viewers_of([key])
    town_clock.forward(hours=1, seconds=1)
    assert key not in viewers_of([key])
    assert prove(Client(), device)["Location"] == LOGIN
    assert not has_entered(browser)
    assert "Sign in at your organisation again" in browser.get(LOGIN, **SECURE).content.decode()
    settings.PROVIDER_PROOF_HOURS = 13
    assert prove(Client(), device)["Location"] == "/desk/"


def test_each_answer_of_the_provider_renews_the_proof(liar: Liar, town_clock: TownClock) -> None:
    link("clerk")
    browser = signed_in("clerk", token="hers")
    for _hours in range(4):
        town_clock.forward(hours=5)
        assert ask_provider(clock.now()) == 0
        assert has_entered(browser)


def test_a_new_list_of_groups_proves_nobody(liar: Liar, town_clock: TownClock) -> None:
    link("clerk")
    browser = signed_in("clerk")
    town_clock.forward(hours=13)
    set_group_lines("clerks ; clerk ; D-01")
    assert not has_entered(browser)


def test_a_password_of_ones_own_does_not_depend_on_the_provider(liar: Liar, town_clock: TownClock) -> None:
    link("clerk", has_password=True, follows=False)
    by_provider, by_password = signed_in("clerk", token="hers"), signed_in("clerk", way="password")
    liar.refused["hers"] = GRANT_IS_OVER
    assert ask_provider(later(town_clock)) == 1
    assert not has_entered(by_provider)
    town_clock.forward(hours=10)
    assert has_entered(by_password)
    answer = Client().post(LOGIN, {"username": "clerk", "password": PASSWORD}, **SECURE)
    assert answer["Location"] == "/desk/"


def test_who_is_in_the_directory_too_is_known_by_it(liar: Liar, town_clock: TownClock, settings: Any) -> None:
    row = link("clerk")
    browser = signed_in("clerk", way="ldap")
    DirectoryLink.objects.create(
        staff=row.staff, source="ldap", subject="0f5c", linked_at=clock.now(), linked_by="directory"
    )
    town_clock.forward(hours=11)
    assert has_entered(browser)
    DirectoryLink.objects.filter(pk=row.pk).update(seen_at=clock.now() - timedelta(hours=13))
    settings.LDAP = object()  # it is not asked here
    assert has_entered(browser)
    settings.LDAP = None
    town_clock.forward(seconds=SEEN_EVERY.total_seconds())  # a session is asked about no more often
    assert not has_entered(browser)


def test_groups_of_refreshed_tokens_count_at_once(liar: Liar, town_clock: TownClock) -> None:
    set_group_lines("clerks ; clerk ; D-01\nwall ; operator")
    link("clerk")
    signed_in("clerk", token="hers")
    for groups, role in ((["wall"], "operator"), (None, "operator"), ([], ""), (["clerks"], "clerk")):
        liar.claims = {"sub": "id-clerk", "nonce": None, "groups": groups}
        assert ask_provider(later(town_clock)) == 0
        assert Staff.objects.get(username="clerk").role == role
    liar.claims = {"sub": "id-somebody", "groups": ["wall"]}
    assert ask_provider(later(town_clock)) == 0
    assert Staff.objects.get(username="clerk").role == "clerk", "these are somebody else's"


def test_one_token_that_is_not_usable_holds_up_no_other(liar: Liar, town_clock: TownClock) -> None:
    names = ("clerk", "clerk_two", "operator", "manager", "clerk_b")
    browsers = {name: (link(name), signed_in(name, token=name))[1] for name in names}
    for name in names[:4]:
        liar.refused[name] = (400, {"error": "invalid_request"})
    StaffSession.objects.filter(staff__username="clerk").update(provider_token="sealed by a key of before")
    liar.refused["clerk_b"] = GRANT_IS_OVER
    assert ask_provider(later(town_clock)) == 1
    assert {name for name in names if has_entered(browsers[name])} == set(names[:4])


def test_a_provider_that_answers_nobody_is_not_asked_about_all(liar: Liar, town_clock: TownClock) -> None:
    names = ("clerk", "clerk_two", "operator", "manager", "clerk_b")
    for name in names:
        link(name)
        signed_in(name, token=name)
        liar.refused[name] = (503, {})
    assert ask_provider(later(town_clock)) == 0
    assert len(liar.forms) == 3


def test_whoever_is_signed_out_there_everywhere_is_here(liar: Liar, town_clock: TownClock) -> None:
    link("clerk")
    browser = signed_in("clerk", way="passkey")
    other = signed_in("clerk_two", way="passkey")
    assert end_at_provider(liar.token(sub="id-clerk", nonce=None, events=LOGOUT)) == 1
    assert not has_entered(browser)
    assert has_entered(other)
    assert end_at_provider(liar.token(sub="id-nobody", nonce=None, events=LOGOUT)) == 0


def test_beginnings_of_a_sign_in_are_counted(liar: Liar) -> None:
    assert Client().get("/staff/oidc/", **SECURE)["Location"].startswith(f"{liar.issuer}/authorization_endpoint?")
    sessions = Session.objects.count()
    RateLimitUse.objects.filter(limit_name="staff_oidc").update(count=600)
    refused = Client(headers={"Accept-Language": "en"})
    assert refused.get("/staff/oidc/", **SECURE)["Location"] == LOGIN
    assert Session.objects.count() == sessions
    assert "Too many" in refused.get(LOGIN, **SECURE).content.decode()
