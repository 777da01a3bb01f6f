"""The connection between a phone and the server, as a proxy that can be cut, lose an answer, or give one of its own."""

import threading
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import urlsplit

PATIENCE: Final = 120  # seconds, of a server on a machine that is shared
_OF_ONE_HOP: Final = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "upgrade"})

Rule = Callable[[str, str], bool]
"""Whether something holds for a request with this method and path."""


class Link:
    """A proxy in front of a server; pages and the service worker of a browser go through it alike."""

    def __init__(self, server: str) -> None:
        self.server = urlsplit(server)
        self.is_cut = False
        self.loses: Rule = lambda method, path: False
        """Requests that reach the server, and whose answer never comes back: the connection just stays open."""
        self.answers: dict[str, tuple[int, str, str]] = {}
        """Path → status, content type and body that come in place of the server's."""
        self.changes: dict[str, Callable[[bytes], bytes]] = {}
        """Path → what becomes of the body of the server's answer."""
        self.lost, self.is_over = threading.Event(), threading.Event()
        self.arrived: list[tuple[str, str]] = []
        """The requests that the server has answered."""
        self.given: list[tuple[str, str]] = []
        """The requests that were answered in its place."""
        self.door = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.door.daemon_threads = True
        threading.Thread(target=self.door.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """The address under which the phone knows the server."""
        return f"http://127.0.0.1:{self.door.server_address[1]}"

    def close(self) -> None:
        """End the proxy."""
        self.is_over.set()
        self.door.shutdown()
        self.door.server_close()

    def count(self, method: str, path: str) -> int:
        """How many requests of this kind the server has answered."""
        return self.arrived.count((method, path))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        link = self

        class Passing(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one_request(self) -> None:
                try:
                    super().handle_one_request()
                except OSError:  # the browser was killed
                    self.close_connection = True

            def passed(self) -> None:
                path = urlsplit(self.path).path
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if link.is_cut:
                    self.close_connection = True
                    return
                if path in link.answers:
                    status, content_type, text = link.answers[path]
                    self.give(status, [("Content-Type", content_type)], text.encode())
                    link.given.append((self.command, path))
                    return
                try:
                    status, headers, content = link.ask(self.command, self.path, self.headers.items(), body)
                except (OSError, HTTPException):
                    self.close_connection = True
                    return
                link.arrived.append((self.command, path))
                if link.loses(self.command, path):
                    link.lost.set()
                    link.is_over.wait(PATIENCE)
                    self.close_connection = True
                    return
                change = link.changes.get(path)
                self.give(status, headers, change(content) if change else content)

            def give(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
                self.send_response_only(status)
                for name, value in headers:
                    self.send_header(name, value)
                if status not in (204, 304):
                    self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)

            def log_message(self, *given: Any) -> None:
                pass

        for method in ("GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS"):
            setattr(Passing, f"do_{method}", Passing.passed)
        return Passing

    def ask(self, method: str, path: str, headers: Any, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        """Ask the server itself."""
        connection = HTTPConnection(self.server.hostname or "", self.server.port, timeout=PATIENCE)
        try:
            given = {name: value for name, value in headers if name.lower() not in _OF_ONE_HOP | {"accept-encoding"}}
            connection.request(method, path, body or None, given | {"Content-Length": str(len(body))})
            answer = connection.getresponse()
            kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in _OF_ONE_HOP]
            return answer.status, kept, answer.read()
        finally:
            connection.close()
