"""Reports with marked words, sent to a running city over HTTP, so that its processes handle and log them."""

import base64
import io
from dataclasses import dataclass
from typing import Final

import httpx
from PIL import Image

from lab.sample.crew import TOKEN
from peygir.core import clock

_MARKS: Final = ("سپیدارک", "ارغوانک", "نیلوفرک", "شقایقک", "بابونک")
_TRIES: Final = 600


@dataclass(frozen=True, slots=True)
class MarkedReport:
    """A report that was sent: its code, its reporter's phone (E.164), and the words that nobody else has."""

    code: str
    phone: str
    words: tuple[str, ...]
    photo: bytes


def send_reports(address: str) -> list[MarkedReport]:
    """Send one report for each mark, wait until all have been worked on, and visit their pages."""
    marked = []
    with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=30) as client:
        for number, mark in enumerate(_MARKS):
            tokens = tuple(f"{mark}{part}" for part in ("متن", "نام", "نشانی"))
            phone, photo = f"+98917555{number:02}11", _photo(number)
            answer = client.post(
                "/api/v1/reports",
                json={
                    "text": f"چالهٔ {tokens[0]} جلوی خانهٔ ما. شمارهٔ من {phone} است.",
                    "lat": 29.61 + number / 1000,
                    "lon": 52.53,
                    "address": f"کوچهٔ {tokens[2]} پلاک ۱۲",
                    "reporter": {"phone": phone, "name": f"{tokens[1]} احمدی"},
                    "photos": [base64.b64encode(photo).decode()],
                },
                headers={"Idempotency-Key": f"erasure-{number}"},
            )
            answer.raise_for_status()
            marked.append(MarkedReport(answer.json()["code"], phone, tokens, photo))
        for report in marked:
            _await_reading(client, report.code)
            client.get("/track/", params={"code": report.code})
            client.post("/api/v1/reports", json={"text": f"دوباره {report.words[0]}"})  # refused: it has no place
    return marked


def _await_reading(client: httpx.Client, code: str) -> None:
    for _ in range(_TRIES):
        if len(client.get(f"/api/v1/reports/{code}").json()["events"]) > 1:
            return
        clock.pause(0.2)
    raise AssertionError(f"{code} was not worked on")


def _photo(number: int) -> bytes:
    content = io.BytesIO()
    Image.effect_noise((320, 240), 40 + number).convert("RGB").save(content, "JPEG")
    return content.getvalue()
