"""A real IMAP server (pymap, in memory) in a process of its own on a loopback port, and letters laid into it."""

import imaplib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from peygir.core import clock

USER, PASSWORD = "demouser", "demopass"
_START = "import warnings; warnings.simplefilter('ignore'); from pymap.main import main; main()"
_TRIES = 3  # the port that was free may be somebody else's by the time the server asks for it


@contextmanager
def mailbox_open() -> Iterator[int]:
    """The server on a free port, with an empty INBOX."""
    for _ in range(_TRIES):
        port, process = _start()
        try:
            if _answers(port, process):
                yield port
                return
        finally:
            process.terminate()
            process.wait(20)
    raise AssertionError("the IMAP server has ended")


def _start() -> tuple[int, "subprocess.Popen[bytes]"]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-c", _START, "--host", "127.0.0.1", "--port", str(port), "--no-tls", "dict"]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    return port, subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _answers(port: int, process: "subprocess.Popen[bytes]") -> bool:
    """Wait until it does; False if it ended."""
    until = clock.monotonic() + 60
    while clock.monotonic() < until:
        if process.poll() is not None:
            return False
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            clock.pause(0.05)
        else:
            return True
    raise AssertionError("the IMAP server does not answer")


def letter(text: str, *, subject: str = "گزارش", sender: str = "zahra@example.com", **headers: str) -> EmailMessage:
    """A letter of a citizen."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = f"زهرا <{sender}>", "137@city.example", subject
    message["Message-ID"] = headers.pop("message_id", f"<{abs(hash((text, subject)))}@example.com>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text, charset="utf-8")
    return message


def lay(port: int, message: EmailMessage | bytes) -> None:
    """Put a letter into the box, unread."""
    with _box(port) as box:
        raw = message if isinstance(message, bytes) else message.as_bytes()
        assert box.append("INBOX", "", "", raw)[0] == "OK"


def unread(port: int) -> int:
    """How many letters are unread."""
    with _box(port) as box:
        box.select("INBOX")
        found = box.search(None, "UNSEEN")[1][0]
        return len(found.split()) if found else 0


@contextmanager
def _box(port: int) -> Iterator[Any]:
    box = imaplib.IMAP4("127.0.0.1", port, timeout=20)
    try:
        box.login(USER, PASSWORD)
        yield box
    finally:
        box.logout()
