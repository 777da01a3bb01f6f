"""A provider's web server on a loopback port that can lose its answers and break; what it speaks is in its children."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


class Provider:
    """What every fake remembers. `lose`: so many coming requests are worked on and never answered; `hush`: the same,
    and the line stays open and silent; `drop`: so many are not even worked on; `breaks`: so many are answered by a
    broken server in between."""

    def __init__(self) -> None:
        self.lose = self.hush = self.drop = self.breaks = 0
        self.closing = threading.Event()
        self.seen: list[tuple[str, dict[str, Any]]] = []
        self.guard = threading.Lock()

    def answer(self, path: str, given: dict[str, Any], headers: dict[str, str]) -> tuple[int, Any]:
        """Status and body for a request; overridden."""
        raise NotImplementedError

    def may_be_lost(self, path: str) -> bool:
        """Which requests `lose`, `drop` and `breaks` are about: those that send."""
        return "send" in path.lower()


@contextmanager
def serving(provider: Provider) -> Iterator[str]:
    """The provider on a free port; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            is_json = "json" in self.headers.get("Content-Type", "")
            self._answer(json.loads(body) if is_json else dict(parse_qsl(body.decode())))

        def _answer(self, given: dict[str, Any]) -> None:
            parts = urlsplit(self.path)
            given = {**dict(parse_qsl(parts.query)), **given}
            with provider.guard:
                about = provider.may_be_lost(parts.path)
                if about and provider.drop:
                    provider.drop -= 1
                    self.close_connection = True
                    return
                if about and provider.breaks:
                    provider.breaks -= 1
                    self._write(502, b"<html>Bad Gateway</html>")
                    return
                provider.seen.append((parts.path, given))
                status, reply = provider.answer(parts.path, given, dict(self.headers.items()))
                if about and provider.lose:
                    provider.lose -= 1
                    self.close_connection = True
                    return
                is_silent, provider.hush = bool(about and provider.hush), max(0, provider.hush - about)
            if is_silent:
                provider.closing.wait()
                self.close_connection = True
                return
            self._write(status, reply if isinstance(reply, bytes) else json.dumps(reply, ensure_ascii=False).encode())

        def _write(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        provider.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
