"""Our city as the body that a FixMyStreet reports to, and reports that are sent from there."""

import base64
import io
from datetime import timedelta
from typing import Any

from PIL import Image

from peygir.cases.models import Report
from peygir.core import clock
from peygir.core.moments import written
from peygir.desks.intake.models import Photo
from peygir.media import files
from tests import make
from tests.geo import LAT, LON
from tests.outside.fixmystreet import FixMyStreet

TITLE, DETAIL = "چالهٔ بزرگ در خیابان زند", "از هفتهٔ پیش این‌جاست؛\nدو خودرو هم پنچر شد 🚗 & «بماند»."
POTHOLE, BIN = "چاله خیابان", "سطل زباله"
COLOURS = ["red", "blue"]


def send(client: FixMyStreet, **given: Any) -> dict[str, Any]:
    """A report that FixMyStreet took and sent on."""
    usual = {
        "category": POTHOLE,
        "title": TITLE,
        "detail": DETAIL,
        "latitude": LAT,
        "longitude": LON,
        "name": "زهرا محمدی نژاد",
        "email": "zahra@citizen.example",
    }
    problem = client.call("report", **{**usual, **given})
    assert isinstance(problem, dict)
    return problem


def sent(client: FixMyStreet, **given: Any) -> Report:
    """The same, as it arrived here."""
    problem = send(client, **given)
    assert (problem["send_state"], problem["error"]) == ("sent", None)
    return make.report_row(problem["external_id"])


def pictures() -> list[str]:
    """A red and a blue picture, for `photos`."""
    return [base64.b64encode(make.photo(colour=colour)).decode() for colour in COLOURS]


def colours(report: Report) -> list[str]:
    """The colour of each photo that was kept of a report, in order."""
    result = []
    for photo in Photo.objects.filter(report=report, state="ready").order_by("position"):
        pixel: Any = Image.open(io.BytesIO(files.read(photo.picture))).convert("RGB").getpixel((5, 5))
        result.append("red" if pixel[0] > pixel[2] else "blue")
    return result


def lately() -> tuple[str, str]:
    """Two days ago, and in a minute: FixMyStreet drops what is outside, and reports of others have their day alone."""
    return written(clock.now() - timedelta(days=2)), written(clock.now() + timedelta(minutes=1))
