"""The training sandbox: its home, what it takes over, that nothing leaves it, and that no other folder is emptied."""

import ast
import asyncio
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from django.test import Client

from peygir.core.sandbox import MARK, is_sandbox, made_at
from peygir.gateways import asking, chat, fetching, georeport, imap, mail, road_matrix, sms, smtp, webhooks
from peygir.gateways.ami.client import Address, connected
from peygir.gateways.closing import SandboxIsClosed, is_local
from peygir.gateways.results import GatewayFailed
from peygir.ops.samples import sample_maker
from peygir.ops.sandbox import HomeHoldsACity, claim, empty, environment_of, next_reset, note_made, sandbox_home
from peygir.people.models import Staff
from tests import make
from tests.drain import drain
from tests.town import Town

ROOT: Final = Path(__file__).parents[2]
GATEWAYS: Final = ROOT / "peygir" / "gateways"
# Modules by which Python or a library reaches another machine.
REACHING: Final = {
    "socket",
    "http.client",
    "httpcore",
    "imapclient",
    "smtplib",
    "smpplib.client",
    "urllib.request",
    "ftplib",
}
SERVER: Final = "http://127.0.0.1:9"


@pytest.fixture
def sandbox(settings: Any, tmp_path: Path) -> Path:
    """A claimed home, and settings as its processes have them."""
    home = tmp_path / "var-sandbox"
    claim(home)
    settings.HOME, settings.SANDBOX = home, True
    return home


def test_only_a_claimed_folder_is_ever_emptied(tmp_path: Path) -> None:
    real, made = tmp_path / "var", tmp_path / "var-sandbox"
    (real / "uploads").mkdir(parents=True)
    now = datetime(2026, 5, 3, 6, tzinfo=UTC)
    for refused in (partial(claim, real), partial(empty, real), partial(note_made, real, now)):
        with pytest.raises(HomeHoldsACity):
            refused()
    assert (real / "uploads").is_dir()
    assert sandbox_home(real) == made
    claim(made)
    claim(made)
    assert (is_sandbox(made), made_at(made), sandbox_home(made)) == (True, None, made)
    outside = tmp_path / "kept.txt"
    outside.write_text("kept", encoding="utf-8")
    (made / "uploads" / "a.jpg").write_bytes(b"a")
    (made / "link").symlink_to(tmp_path)
    (made / "link2").symlink_to(outside)
    note_made(made, now)
    assert made_at(made) == now
    empty(made)
    assert [part.name for part in made.iterdir()] == [MARK]
    assert outside.read_text(encoding="utf-8") == "kept"


def test_no_setting_of_the_real_city_reaches_it() -> None:
    real = {
        "PATH": "/bin",
        "DATABASE_URL": "postgresql://real",
        "PEYGIR_DATABASE_URL": "postgresql://real",
        "PEYGIR_SMS": "kavenegar",
        "PEYGIR_SMS_KAVENEGAR": "https://key@api",
        "PEYGIR_EMAIL_URL": "smtp://mail",
        "PEYGIR_S3_BUCKET": "real",
        "PEYGIR_PBX_URL": "ami://x:y@z",
        "PEYGIR_PUBLIC_URL": "https://137.shiraz.ir",
        "PEYGIR_SANDBOX_URL": "https://learn.shiraz.ir",
        "PEYGIR_HOSTS": "learn.shiraz.ir",
    }
    assert environment_of(Path("/made"), real) == {
        "PATH": "/bin",
        "PEYGIR_HOSTS": "learn.shiraz.ir",
        "PEYGIR_PUBLIC_URL": "https://learn.shiraz.ir",
        "PEYGIR_HOME": "/made",
        "PEYGIR_SECOND_STEP": "none",
        "PEYGIR_BACKUP_DAYS": "0",
    }


def test_it_is_made_anew_at_night() -> None:
    now = datetime(2026, 5, 3, 3, 0, tzinfo=UTC)
    assert next_reset(now, time(3, 30)) == datetime(2026, 5, 4, 3, 30, tzinfo=UTC)
    assert next_reset(now - timedelta(hours=5), time(3, 30)) == datetime(2026, 5, 3, 3, 30, tzinfo=UTC)


def _reach_by_ami() -> None:
    async def ask() -> None:
        async with connected(Address("127.0.0.1", 9, "a", "b")):
            pass

    asyncio.run(ask())


REACHES: Final[dict[str, Callable[[], object]]] = {
    "asking": lambda: asking.ask(f"{SERVER}/"),
    "fetching": lambda: fetching.fetch_picture("https://example.org/a.jpg"),
    "georeport": lambda: georeport.requests_by_id(georeport.Server(SERVER), ["1"]),
    "imap": lambda: imap.opened("imaps://a:b@127.0.0.1:9").__enter__(),
    "smtp": lambda: smtp.deliver(smtp.read_mail_url("smtp://127.0.0.1:9", "a@b.example"), EmailMessage(), "c@d.e"),
    "webhooks": lambda: webhooks.bring("https://example.org/", "{}", {}),
    "road_matrix": lambda: road_matrix.fetch_matrix(f"osrm+{SERVER}", [(29.6, 52.5), (29.7, 52.6)]),
    "sms": lambda: sms.provider("kavenegar").send("+989170000000", "a", "m1"),
    "ami": _reach_by_ami,
}


@pytest.mark.parametrize("name", sorted(REACHES))
def test_no_gateway_reaches_anything_whatever_the_settings_say(name: str, sandbox: Path, settings: Any) -> None:
    settings.SMS_ADAPTER, settings.SMS_PORTS = "kavenegar", {"kavenegar": f"{SERVER}"}
    settings.CHAT_PORTS = {"bale": "http://token@127.0.0.1:9"}
    settings.EMAIL_URL, settings.FETCH_PRIVATE_HOSTS, settings.WEBHOOK_PRIVATE_HOSTS = "smtp://127.0.0.1:9", True, True
    with pytest.raises(SandboxIsClosed):
        REACHES[name]()
    assert (sms.provider_names(), chat.chat_names()) == (["file"], [])


def test_every_module_that_can_reach_out_asks_first() -> None:
    """A gateway that is added later and opens a connection of its own is found here."""
    silent = []
    for path in sorted(GATEWAYS.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        names = {
            name
            for node in ast.walk(ast.parse(text))
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        opens = names & REACHING or "open_connection" in text or "create_connection" in text
        if opens and "refuse_in_sandbox()" not in text and path.name != "closing.py":
            silent.append(path.name)
    assert silent == []


def test_messages_stay_in_the_home(town: Town, sandbox: Path, settings: Any) -> None:
    settings.SMS_ADAPTER, settings.EMAIL_URL = "kavenegar,magfa", "smtp://127.0.0.1:9"
    make.referred()
    drain()
    sms.send_sms("+989170000000", "سلام", "m-1")
    mail.send_mail("a@b.example", "a", "b", message_id="m-2")
    assert {path.name for path in (sandbox / "outbox").iterdir()} >= {"sms.jsonl", "mail.jsonl"}


CHILD: Final = """
import socket, sys, urllib.request
from peygir.gateways.closing import shut_the_network
shut_the_network()
for reach in (
    lambda: socket.create_connection(("192.0.2.1", 80), timeout=1),
    lambda: socket.getaddrinfo("example.org", 80),
    lambda: urllib.request.urlopen("http://192.0.2.1/", timeout=1),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"a", ("192.0.2.1", 53)),
):
    try:
        reach()
    except OSError as refused:
        assert "training sandbox" in str(refused), refused
    else:
        sys.exit("it went out")
door = socket.create_server(("127.0.0.1", 0))
socket.create_connection(door.getsockname(), timeout=1).close()
print("closed")
"""


def test_python_itself_refuses_in_its_processes() -> None:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "peygir.settings"}
    done = subprocess.run(
        [sys.executable, "-c", CHILD], capture_output=True, text=True, cwd=ROOT, env=environment, check=False
    )
    assert (done.stdout.strip(), done.returncode) == ("closed", 0), done.stderr
    assert all(is_local(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", ""))
    assert not any(is_local(host) for host in ("192.0.2.1", "example.org", "2001:db8::1", "10.0.0.1"))


def test_the_pages_are_another_colour_and_the_tasks_are_ticked(town: Town, sandbox: Path, client: Client) -> None:
    note_made(sandbox, datetime(2020, 1, 1, tzinfo=UTC))
    code = make.referred()
    client.force_login(Staff.objects.get(username="clerk"))
    before = client.get("/desk/inbox/").content.decode()
    assert "data-sandbox" in before
    assert "هیچ پیامی بیرون نمی‌رود" in before
    assert before.count("training-done") == 0
    make.command(code, "accept", town.clerk)
    after = client.get("/desk/inbox/").content.decode()
    assert after.count('class="training-done"') == 1
    assert "data-training" not in Client().get("/").content.decode()


def test_outside_the_sandbox_nothing_of_it_shows(client: Client, town: Town) -> None:
    client.force_login(Staff.objects.get(username="clerk"))
    page = client.get("/desk/inbox/").content.decode()
    assert "data-sandbox" not in page
    assert "data-training" not in page


def test_a_checkout_has_the_maker_of_samples() -> None:
    maker = sample_maker()
    assert all(callable(getattr(maker, name)) for name in ("is_made", "ensure_sample_city", "logins"))


def test_the_package_of_the_sample_carries_it_whole(tmp_path: Path) -> None:
    """Built as `pip` would; the package itself never names the laboratory (the contract in pyproject.toml)."""
    build = "from hatchling.build import build_wheel; print(build_wheel(__import__('sys').argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, str(tmp_path)],
        cwd=ROOT / "packaging" / "sample",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / done.stdout.split()[-1]) as wheel:
        names = wheel.namelist()
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / "lab" / "sample").iterdir() if path.is_file()}
    assert there | {"lab/__init__.py"} <= set(names)
    assert not any(name.startswith(("lab/bench", "lab/commands", "tests")) for name in names)


def test_failures_of_the_sandbox_are_for_good() -> None:
    assert isinstance(SandboxIsClosed(), GatewayFailed)
    assert SandboxIsClosed().is_permanent


def test_the_command_asks_for_the_maker_before_django_is_set_up() -> None:
    """In a process of its own: here Django is set up, and the maker would load in any case."""
    code = "from peygir.ops.samples import require_sample_maker; require_sample_maker()"
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
