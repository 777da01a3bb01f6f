"""Health of this machine's live stream."""

import http.client

from django.conf import settings


def stream_answers() -> bool | None:
    """Return whether the stream answers and still reads events; None if none runs."""
    port = str(settings.LIVE_PORT)
    if not port.isdigit():
        return None
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=1)
    try:
        connection.request("GET", "/health", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
