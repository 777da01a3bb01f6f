"""A GeoReport v2 server of somebody else, over a real socket: requests as they are given, faults when asked for."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


class FakeGeoReport:
    """What the server has and how it behaves; `log` lists the calls as (method, path, values)."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.log: list[tuple[str, str, dict[str, str]]] = []
        self.tokens: dict[str, str] = {}
        self.key = "secret"
        self.knows_pages = True
        self.gives_tokens = False
        self.status = 0  # what it answers instead, if anything
        self.loses_answers = 0  # so many posted requests are taken, and the answer never comes
        self.most = 1000
        self.prologue = ""  # what stands before its XML
        self.encoding = "utf-8"
        self.url = ""

    def answer(self, method: str, path: str, values: dict[str, str]) -> tuple[int, Any]:
        """Status and rows; (0, …) closes the line without a word."""
        self.log.append((method, path, values))
        if self.status:
            return self.status, [{"code": self.status, "description": "as asked"}]
        if method == "POST":
            return self._post(values)
        what = path.rsplit("/", 1)[-1]
        if path.startswith("tokens/"):
            found = self.tokens.get(what)
            return (200, [{"service_request_id": found, "token": what}]) if found else (404, [{"code": 404}])
        if "service_request_id" in values:
            ids = values["service_request_id"].split(",")
            return 200, [row for row in self.requests if row["service_request_id"] in ids]
        return 200, self._listed(values)

    def _post(self, values: dict[str, str]) -> tuple[int, Any]:
        if values.get("api_key") != self.key:
            return 403, [{"code": 403, "description": "Invalid api_key"}]
        number = str(9000 + len(self.requests))
        row = {"service_request_id": number, "status": "open", "status_notes": "", **values}
        self.requests.append(row)
        self.tokens[values.get("token", "")] = number
        if self.loses_answers:
            self.loses_answers -= 1
            return 0, []
        if self.gives_tokens:
            return 200, [{"token": values["token"]}]
        return 200, [{"service_request_id": number}]

    def _listed(self, values: dict[str, str]) -> list[dict[str, Any]]:
        since, until = values.get("start_date", ""), values.get("end_date", "~")
        listed = [row for row in self.requests if since <= row["requested_datetime"] <= until][: self.most]
        if not self.knows_pages:
            return listed
        page, size = int(values.get("page", "1")), int(values.get("page_size", "1000"))
        return listed[(page - 1) * size : page * size]


@contextmanager
def serving(fake: FakeGeoReport) -> Iterator[FakeGeoReport]:
    """The fake at a free port of this machine; `fake.url` is its endpoint."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say("GET", dict(parse_qsl(urlsplit(self.path).query)))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self._say("POST", dict(parse_qsl(body.decode())))

        def _say(self, method: str, values: dict[str, str]) -> None:
            path, _, form = urlsplit(self.path).path.removeprefix("/v2/").rpartition(".")
            status, rows = fake.answer(method, path, values)
            if not status:
                self.close_connection = True
                return
            body = json.dumps(rows).encode() if form == "json" else _xml(rows, fake.prologue, fake.encoding)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False  # so that closing waits for them
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_port}/v2"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _xml(rows: list[dict[str, Any]], prologue: str, encoding: str) -> bytes:
    fields = ["".join(f"<{name}>{value}</{name}>" for name, value in row.items()) for row in rows]
    body = f"<service_requests>{''.join(f'<request>{one}</request>' for one in fields)}</service_requests>"
    return f"{prologue}{body}".encode(encoding)
