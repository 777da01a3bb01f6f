"""OpenSMTPD and Dovecot on loopback: a city's mailbox and a citizen's, delivered to folders of the test's own."""

import grp
import imaplib
import pwd
import smtplib
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from peygir.core import clock
from tests.outside.systems import program

OURS, CITIZEN, PASSWORD = "137@city.example", "zahra@citizen.example", "secret"
ACCOUNT = "nobody"
_SMTPD = """
table people {{ "137" = "{ids}:{home}", "zahra" = "{ids}:{home}" }}
listen on 127.0.0.1 port {smtp} hostname city.example
action "keep" maildir "{mail}/%{{dest.user}}" userbase <people>
match from any for domain {{ "city.example", "citizen.example" }} action "keep"
"""
_DOVECOT = """
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
base_dir = {run}
state_dir = {run}
log_path = {run}/log
protocols = imap
ssl = no
auth_allow_cleartext = yes
listen = 127.0.0.1
mail_driver = maildir
mail_path = {mail}/%{{user}}
mail_uid = {account}
mail_gid = {group}
first_valid_uid = 1
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
}}
passdb static {{
  password = {password}
}}
userdb static {{
  fields {{
    uid = {account}
    gid = {group}
    home = {home}
  }}
}}
"""


@dataclass(frozen=True)
class MailServers:
    """Where they listen, and where the letters lie."""

    smtp: int
    imap: int
    mail: Path

    @property
    def email_url(self) -> str:
        return f"smtp://127.0.0.1:{self.smtp}?from={OURS}"

    @property
    def imap_url(self) -> str:
        return f"imap://137:{PASSWORD}@127.0.0.1:{self.imap}/INBOX?tls=0"

    def send(self, raw: bytes, *, sender: str = CITIZEN) -> None:
        """Somebody writes to the city; returns when the letter lies in its mailbox."""
        known = len(self._files("137"))
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=20) as server:
            server.sendmail(sender, [OURS], raw)
        self._wait("137", known + 1)

    def letters_of_citizen(self, count: int) -> list[EmailMessage]:
        """The letters that the citizen has, once there are `count` of them, in the order in which they came."""
        return [_letter(file.read_bytes()) for file in sorted(self._wait("zahra", count), key=lambda file: file.name)]

    def _wait(self, user: str, count: int) -> list[Path]:
        until = clock.monotonic() + 30
        while len(files := self._files(user)) < count:
            assert clock.monotonic() < until, f"{user} has {len(files)} letters, not {count}"
            clock.pause(0.05)
        return files

    def _files(self, user: str) -> list[Path]:
        return [file for part in ("new", "cur") for file in (self.mail / user / part).glob("*")]


def _letter(raw: bytes) -> EmailMessage:
    letter = message_from_bytes(raw, policy=default)
    assert isinstance(letter, EmailMessage)
    return letter


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def mail_servers(folder: Path) -> Iterator[MailServers]:
    """Both servers, until the end; skipped where another OpenSMTPD runs, for there can be one on a machine."""
    if _is_smtpd_running():
        pytest.skip("another OpenSMTPD runs on this machine")
    account = pwd.getpwnam(ACCOUNT)
    mail, home, run = folder / "mail", folder / "home", folder / "run"
    for each in (mail, home, run):
        each.mkdir()
    for each in (*folder.parents[:2], folder):
        each.chmod(0o755)
    for each in (mail, home):
        each.chmod(0o777)
    servers = MailServers(_free_port(), _free_port(), mail)
    ids = f"{account.pw_uid}:{account.pw_gid}"
    group = _group_name(account.pw_gid)
    values = {"ids": ids, "home": home, "mail": mail, "run": run, "account": ACCOUNT, "group": group}
    smtpd, dovecot = folder / "smtpd.conf", folder / "dovecot.conf"
    smtpd.write_text(_SMTPD.format(smtp=servers.smtp, **values))
    dovecot.write_text(_DOVECOT.format(imap=servers.imap, password=PASSWORD, **values))
    with ExitStack() as running:
        running.enter_context(_running([program("smtpd"), "-d", "-f", str(smtpd)], servers.smtp))
        running.enter_context(_running([program("dovecot"), "-F", "-c", str(dovecot)], servers.imap))
        yield servers


def _is_smtpd_running() -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex("/var/run/smtpd.sock") == 0


def _group_name(gid: int) -> str:
    return grp.getgrgid(gid).gr_name


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = clock.monotonic() + 30
        while True:
            if process.poll() is not None:
                pytest.skip(f"{Path(command[0]).name} did not start: exit code {process.returncode}")
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert clock.monotonic() < until, f"{command[0]} does not listen"
                clock.pause(0.1)
        yield
    finally:
        process.terminate()
        process.wait(20)


def unread_of(servers: MailServers) -> int:
    """How many letters of the city's mailbox are unread."""
    box = imaplib.IMAP4("127.0.0.1", servers.imap, timeout=20)
    try:
        box.login("137", PASSWORD)
        box.select("INBOX")
        found = box.search(None, "UNSEEN")[1][0]
        return len(found.split()) if found else 0
    finally:
        box.logout()
