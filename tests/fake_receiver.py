"""Another system's webhook over a real socket: it checks signatures as Standard Webhooks says, and can misbehave."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Got:
    """One message as it came; `is_signed` by the secret that the receiver knows."""

    id: str
    body: dict[str, Any]
    is_signed: bool
    path: str


class Receiver:
    """What it took (`got`, every attempt) and how it answers: `statuses` first, then 204; `slow`: seconds it waits."""

    def __init__(self) -> None:
        self.url, self.secret, self.statuses = "", "", list[int]()
        self.got: list[Got] = []
        self.slow = 0.0
        self.location = ""

    @property
    def ids(self) -> list[str]:
        """The names of the messages, each attempt."""
        return [one.id for one in self.got]

    def take(self, path: str, headers: Any, content: bytes) -> int:
        """Keep a message; the status to answer."""
        name, stamp = headers["webhook-id"], headers["webhook-timestamp"]
        key = base64.b64decode(self.secret.removeprefix("whsec_")) if self.secret else b""
        said = hmac.new(key, b".".join([name.encode(), stamp.encode(), content]), hashlib.sha256).digest()
        is_signed = f"v1,{base64.b64encode(said).decode()}" in headers["webhook-signature"].split(" ")
        self.got.append(Got(name, json.loads(content), is_signed, path))
        return self.statuses.pop(0) if self.statuses else 204


@contextmanager
def serving(receiver: Receiver) -> Iterator[Receiver]:
    """The receiver on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            status = receiver.take(self.path, self.headers, content)
            if receiver.slow:
                time.sleep(receiver.slow)
            self.send_response(status)
            if receiver.location:
                self.send_header("Location", receiver.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            pass

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}/hook?from=peygir"
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
