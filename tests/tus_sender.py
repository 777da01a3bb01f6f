"""Sends a file in parts by the tus protocol through Django's test client, as a phone or another system does."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import Client

from peygir.media import parts
from tests import make
from tests.town import point_in

PART = "application/offset+octet-stream"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def metadata_of(data: bytes, name: str = "photo.jpg", digest: str | None = None) -> str:
    pairs = {"filename": name, "sha256": digest or sha256(data)}
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items())


class TusSender:
    """One browser, or one system with a token."""

    def __init__(self, token: str = "", client: Client | None = None) -> None:
        self.client = client or Client(enforce_csrf_checks=True)
        self.headers = {"Tus-Resumable": "1.0.0"} | ({"Authorization": f"Bearer {token}"} if token else {})

    def ask(self, method: str, path: str, data: bytes = b"", **headers: str) -> HttpResponse:
        """One request; `Upload_Offset="0"` is the header Upload-Offset."""
        extra = {name.replace("_", "-"): value for name, value in headers.items()}
        content_type = extra.pop("Content-Type", PART)
        answer: Any = self.client.generic(
            method, path, data, content_type=content_type, headers={**self.headers, **extra}
        )
        return answer  # type: ignore[no-any-return]

    def begin(self, data: bytes, **other: Any) -> HttpResponse:
        """The creation of an upload."""
        headers = {"Upload_Length": str(len(data)), "Upload_Metadata": metadata_of(data)} | other
        return self.ask("POST", "/uploads/", **headers)

    def path(self, data: bytes, **other: Any) -> str:
        """The path of a new upload."""
        answer = self.begin(data, **other)
        assert answer.status_code == 201, answer.content
        return urlsplit(answer["Location"]).path

    def part(self, path: str, data: bytes, offset: int, **headers: str) -> HttpResponse:
        """One part."""
        return self.ask("PATCH", path, data, Upload_Offset=str(offset), **headers)

    def send(self, data: bytes) -> str:
        """Send a whole file; returns its number."""
        path = self.path(data)
        answer = self.part(path, data, 0)
        assert answer.status_code == 204, answer.content
        return path.rstrip("/").rpartition("/")[2]


def digest_header(data: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"


def error(answer: HttpResponse) -> tuple[int, str]:
    body = json.loads(answer.content)
    assert body["fa"] != body["en"]
    return answer.status_code, body["error"]


def part_files(settings: Any) -> list[Path]:
    folder = Path(settings.UPLOADS) / parts.FOLDER
    return list(folder.iterdir()) if folder.is_dir() else []


def report_fields(**other: Any) -> dict[str, Any]:
    lat, lon = point_in("1")
    return {"text": make.POTHOLE, "lat": str(lat), "lon": str(lon), "heard": "1", **other}


def same_browser(browser: TusSender) -> Client:
    """The browser at a form, whose own token is another test's business."""
    client = Client()
    client.cookies = browser.client.cookies
    return client
