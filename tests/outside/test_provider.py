"""Signing in at a real provider of OpenID Connect (npm oidc-provider), linking, and being signed out by it."""

import http.server
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client

from peygir.core import clock
from peygir.gateways.directory_settings import read_oidc
from peygir.gateways.oidc_documents import PROVIDERS
from peygir.history.queries import timeline
from peygir.journey.directory.provider import ask_provider
from peygir.people.actions.directory_groups import set_group_lines
from peygir.people.models import DirectoryLink, Staff, StaffSession
from tests.outside.npm import NodeProgram, modules_with, node_program
from tests.outside.slapd import free_port
from tests.outside.systems import needs
from tests.town import PASSWORD, Town

pytestmark = [needs("oidc"), pytest.mark.usefixtures("fresh_city")]
HOST = "137.example.ir"
SECURE: dict[str, Any] = {"secure": True, "headers": {"Host": HOST, "Referer": f"https://{HOST}/"}}
ACCOUNT = "/staff/account/"


@dataclass
class Heard:
    """What the provider posted to the address for its logouts."""

    tokens: list[str] = field(default_factory=list)


@pytest.fixture
def heard() -> Iterator[tuple[str, Heard]]:
    kept = Heard()

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            kept.tokens += parse_qs(body).get("logout_token", [])
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", kept
    server.shutdown()
    server.server_close()
    thread.join(10)


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return modules_with("oidc-provider@9.13.3", tmp_path_factory.mktemp("npm"), variable="PEYGIR_OIDC_MODULES")


@pytest.fixture(params=["id token", "userinfo"])
def provider(
    modules: Path, heard: tuple[str, Heard], tmp_path: Path, settings: Any, request: pytest.FixtureRequest
) -> Iterator[NodeProgram]:
    port = free_port()
    given = {
        "OIDC_PORT": str(port),
        "OIDC_LOGOUT": heard[0],
        "OIDC_USERINFO": str(int(request.param == "userinfo")),
        "NODE_NO_WARNINGS": "1",
    }
    with node_program(Path(__file__).with_name("oidc_provider.js"), modules, settings=given) as running:
        issuer = running.next()["issuer"]
        (tmp_path / "secret").write_text("a-secret-of-the-client-137\n")
        (tmp_path / "oidc.toml").write_text(
            f'issuer = "{issuer}"\nclient_id = "peygir"\nclient_secret_file = "secret"\nlabel_en = "Golgasht account"\n'
        )
        PROVIDERS.forget()
        settings.OIDC = read_oidc(str(tmp_path / "oidc.toml"))
        settings.PUBLIC_URL, settings.ALLOWED_HOSTS = f"https://{HOST}", [HOST, "testserver"]
        settings.JUST_IN_TIME = True
        yield running
    PROVIDERS.forget()


OPEN: list[httpx.Client] = []


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()


def new_browser() -> httpx.Client:
    """A browser that knows the provider alone; it is closed after the test."""
    OPEN.append(httpx.Client(timeout=30))
    return OPEN[-1]


def tell(provider: NodeProgram, **wish: Any) -> None:
    provider.tell(wish)
    assert provider.next() == {"done": True}


def at_provider(browser: httpx.Client, address: str, name: str) -> str:
    """Sign in and consent as a person does, and return the address to which the provider sends the browser back."""
    for _step in range(12):
        answer = browser.get(address) if "/interaction/" not in address else _interact(browser, address, name)
        assert "Location" in answer.headers, (answer.status_code, address, answer.text)
        address = str(answer.url.join(answer.headers["Location"]))
        if address.startswith(f"https://{HOST}/"):
            return address
    raise AssertionError(address)


def _interact(browser: httpx.Client, address: str, name: str) -> httpx.Response:
    page = browser.get(address).text
    prompt = re.search(r'name="prompt" value="(\w+)"', page)
    assert prompt, page
    action = re.search(r'action="([^"]+)"', page)
    assert action
    typed = {"prompt": prompt[1], "login": f"id-{name}", "password": "x"}
    return browser.post(httpx.URL(address).join(action[1]), data=typed)


def sign_in(name: str, *, wanted: str = "") -> tuple[Client, Any, httpx.Client]:
    client, browser = Client(headers={"Accept-Language": "en"}), new_browser()
    begun = client.get(f"/staff/oidc/?next={wanted}", **SECURE)
    assert begun.status_code == 302, begun.content
    back = at_provider(browser, begun["Location"], name)
    return client, client.get(back.removeprefix(f"https://{HOST}"), **SECURE), browser


def is_in(client: Client) -> bool:
    return client.get(ACCOUNT, **SECURE).status_code == 200


def test_whoever_has_a_group_enters_with_its_post(town: Town, provider: NodeProgram) -> None:
    set_group_lines("clerks ; clerk ; D-01")
    tell(provider, groups={"mina": ["clerks", "all"]})
    assert "Golgasht account" in Client(headers={"Accept-Language": "en"}).get("/staff/login/").content.decode()
    client, answer, _browser = sign_in("mina", wanted="/desk/inbox/")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/inbox/")
    assert is_in(client)
    staff = Staff.objects.get(username="mina")
    assert (staff.role, staff.has_usable_password()) == ("clerk", False)
    link = DirectoryLink.objects.get()
    assert (link.subject, link.staff_id) == ("id-mina", staff.pk)
    session = StaffSession.objects.get()
    assert session.way == "oidc"
    assert session.provider_token
    assert "id-mina" not in session.provider_token
    assert [line.kind for line in timeline("staff", staff.pk)] == ["staff_added", "directory_linked"]
    _client, answer, _browser = sign_in("omid")
    assert answer["Location"] == "/staff/login/"
    assert "You have no role here" in _client.get("/staff/login/", **SECURE).content.decode()


def test_a_name_takes_over_no_account_and_its_holder_links_it(town: Town, provider: NodeProgram) -> None:
    set_group_lines("clerks ; clerk ; D-01")
    tell(provider, groups={"manager": ["clerks"]})
    client, answer, _browser = sign_in("manager")
    assert answer["Location"] == "/staff/login/"
    assert not is_in(client)
    staff = Staff.objects.get(username="manager")
    staff.set_password(PASSWORD)
    staff.save()
    own = Client()
    own.post("/staff/login/", {"username": "manager", "password": PASSWORD}, **SECURE)
    assert own.get("/staff/oidc/?link=1", **SECURE)["Location"] == f"{ACCOUNT}links/", "the password comes first"
    page = own.post(f"{ACCOUNT}links/", {"deed": "oidc", "password": PASSWORD}, **SECURE)
    assert "/staff/oidc/?link=1" in page.content.decode()
    back = at_provider(new_browser(), own.get("/staff/oidc/?link=1", **SECURE)["Location"], "somebody")
    assert own.get(back.removeprefix(f"https://{HOST}"), **SECURE)["Location"] == f"{ACCOUNT}links/"
    client, answer, _browser = sign_in("somebody")
    assert is_in(client)
    assert StaffSession.objects.latest("pk").staff_id == staff.pk
    staff.refresh_from_db()
    assert staff.role == "manager", "what was recorded here stays"


def test_the_answer_belongs_to_one_browser_and_one_question(town: Town, provider: NodeProgram) -> None:
    set_group_lines("clerks ; clerk ; D-01")
    tell(provider, groups={"mina": ["clerks"]})
    mine, other = Client(), Client()
    begun = mine.get("/staff/oidc/", **SECURE)
    back = at_provider(new_browser(), begun["Location"], "mina").removeprefix(f"https://{HOST}")
    assert other.get(back, **SECURE)["Location"] == "/staff/login/"
    assert not is_in(other)
    forged = re.sub(r"iss=[^&]+", "iss=https%3A%2F%2Fevil.example", back)
    assert mine.get(forged, **SECURE)["Location"] == "/staff/login/"
    assert mine.get(back, **SECURE)["Location"] == "/staff/login/", "a question is asked once"
    assert not is_in(mine)


def test_the_provider_signs_out_here_too(town: Town, provider: NodeProgram, heard: tuple[str, Heard]) -> None:
    set_group_lines("clerks ; clerk ; D-01")
    tell(provider, groups={"mina": ["clerks"], "omid": ["clerks"]})
    client, _answer, browser = sign_in("mina")
    other, _answer, _browser = sign_in("omid")
    assert is_in(client)
    assert is_in(other)
    issuer = urlsplit(str(client.get("/staff/oidc/?next=/x", **SECURE)["Location"]))
    assert issuer.path == "/x"
    begun = Client().get("/staff/oidc/", **SECURE)["Location"]
    base = f"{urlsplit(begun).scheme}://{urlsplit(begun).netloc}"
    page = browser.get(f"{base}/session/end").text
    form = re.search(r'name="xsrf" value="(\w+)"', page)
    assert form, page
    browser.post(f"{base}/session/end/confirm", data={"xsrf": form[1], "logout": "yes"})
    assert provider.next() == {"logout_posted": "peygir"}
    (token,) = heard[1].tokens
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post("/staff/oidc/logout/", {"logout_token": token[:-4] + "AAAA"}, **SECURE).status_code == 400
    assert is_in(client)
    assert stranger.post("/staff/oidc/logout/", {"logout_token": token}, **SECURE).status_code == 200
    assert not is_in(client)
    assert is_in(other)


def test_whoever_the_provider_does_not_know_any_more_is_out_within_minutes(
    town: Town, provider: NodeProgram, settings: Any
) -> None:
    settings.LEAVERS_SECONDS = 0
    set_group_lines("clerks ; clerk ; D-01")
    tell(provider, groups={"mina": ["clerks"], "omid": ["clerks"]})
    client, _answer, _browser = sign_in("mina")
    other, _answer, _browser = sign_in("omid")
    for _again in range(2):  # tokens are used once and replaced
        assert ask_provider(clock.now()) == 0
    assert is_in(client)
    tell(provider, remove="mina")
    assert ask_provider(clock.now()) == 1
    assert not is_in(client)
    assert is_in(other)


def test_a_provider_that_is_away_ends_nothing(town: Town, provider: NodeProgram, settings: Any) -> None:
    settings.LEAVERS_SECONDS = 0
    set_group_lines("clerks ; clerk ; D-01")
    tell(provider, groups={"mina": ["clerks"]})
    client, _answer, _browser = sign_in("mina")
    PROVIDERS.forget()
    settings.OIDC = type(settings.OIDC)(
        **{name: getattr(settings.OIDC, name) for name in settings.OIDC.__slots__} | {"issuer": "http://127.0.0.1:1"}
    )
    assert ask_provider(clock.now()) == 0
    assert is_in(client)
    stranger = Client(headers={"Accept-Language": "en"})
    assert stranger.get("/staff/oidc/", **SECURE)["Location"] == "/staff/login/"
    assert "cannot be reached" in stranger.get("/staff/login/", **SECURE).content.decode()
