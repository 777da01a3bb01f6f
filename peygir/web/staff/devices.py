"""The browsers in which a staff member signed in before, recognised by a signed cookie."""

from typing import Final

from peygir.web.kit.known_browsers import KnownBrowsers

COOKIE: Final = "peygir_device"
STAFF_BROWSERS: Final = KnownBrowsers(cookie=COOKIE, salt="peygir.web.device")
