"""A directory without an answer, or with an id that is none: nobody waits for it again and again or is closed by it."""

import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from peygir.core import clock
from peygir.gateways import ldap
from peygir.gateways.directory_settings import LdapSettings, read_ldap
from peygir.gateways.ldap_connections import SILENT_HOSTS, SILENT_SECONDS, DirectoryIsAway, DirectoryRefusesUs
from peygir.gateways.ldap_people import person_of
from peygir.journey.directory.leavers import check_leavers
from peygir.people.models import DirectoryLink, Staff
from tests import make
from tests.town import Town

pytestmark = pytest.mark.django_db


class Silent(socketserver.ThreadingTCPServer):
    """It takes each connection and says nothing; `asked` is how many came."""

    asked = 0
    daemon_threads = True

    def finish_request(self, request: Any, client_address: Any) -> None:
        self.asked += 1


@pytest.fixture
def silent() -> Iterator[Silent]:
    SILENT_HOSTS.forget()
    with Silent(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(10)
    SILENT_HOSTS.forget()


def directory(folder: Path, *ports: int, kind: str = "ldap") -> LdapSettings:
    (folder / "password").write_text("x")
    hosts = ",".join(f"ldaps://127.0.0.1:{port}" for port in ports)
    (folder / "ldap.toml").write_text(
        f'kind = "{kind}"\nurl = "{hosts}"\nbase = "dc=a"\nbind_dn = "cn=a"\npassword_file = "password"\n'
    )
    read = read_ldap(str(folder / "ldap.toml"))
    assert read is not None
    return read


def test_a_host_without_an_answer_is_left_alone_for_some_seconds(
    silent: Silent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = directory(tmp_path, silent.server_address[1])
    now = [1000.0]
    monkeypatch.setattr(clock, "monotonic", lambda: now[0])
    for _again in range(3):
        with make.refused(DirectoryIsAway):
            ldap.check_password(settings, "mina", "a password")
    assert silent.asked == 1
    now[0] += SILENT_SECONDS
    with make.refused(DirectoryIsAway):
        ldap.check_password(settings, "mina", "a password")
    assert silent.asked == 2


def test_the_other_hosts_are_asked_meanwhile(silent: Silent, tmp_path: Path) -> None:
    SILENT_HOSTS.note("127.0.0.1", 9)
    with make.refused(DirectoryIsAway):
        ldap.check_password(directory(tmp_path, 9, silent.server_address[1]), "mina", "a password")
    assert silent.asked == 1


def test_an_id_of_another_kind_of_directory_holds_up_nobody(
    town: Town, silent: Silent, tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.LDAP = directory(tmp_path, silent.server_address[1], kind="ad")
    _link("clerk", "from-the-former-directory")
    assert check_leavers(clock.now()) == 0
    assert "links_not_of_directory" in caplog.messages
    assert silent.asked == 0
    _link("operator", "0f5c2f7e-5f52-4a5c-9c7b-0d0c6a1b2c3d")
    with make.refused(DirectoryIsAway):
        check_leavers(clock.now())
    assert silent.asked == 1
    assert Staff.objects.get(username="clerk").is_active


def test_an_entry_without_a_real_id_is_refused_and_breaks_nothing(tmp_path: Path) -> None:
    entry = {"dn": "cn=mina", "raw_attributes": {"objectGUID": [b"short"]}}
    with make.refused(DirectoryRefusesUs):
        person_of(directory(tmp_path, 636, kind="ad"), entry, clock.now())


def _link(username: str, subject: str) -> None:
    DirectoryLink.objects.create(
        staff=Staff.objects.get(username=username),
        source="ldap",
        subject=subject,
        linked_at=clock.now(),
        linked_by="directory",
    )
