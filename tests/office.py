"""People at a web that runs as a process of its own: they sign in, open pages and send the forms found there."""

import re
from typing import Any

import httpx

from tests.forms import forms_in
from tests.town import PASSWORD

# Files of the build are none of a page, and the page of health answers 503 where a part of the city is down.
LINK = re.compile(r'href="(/(?!static/|health)[^"#?]*)"')


class Visitor:
    """One browser at a web on this machine."""

    def __init__(self, port: int, username: str = "") -> None:
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=90, headers={"Host": "localhost"})
        if username:
            self.send("/staff/login/", "/staff/login/", username=username, password=PASSWORD)

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def page(self, address: str) -> str:
        """A page that is there."""
        answer = self.client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code} {answer.headers.get('Location', '')}"
        return answer.text

    def send(self, address: str, action: str, *, files: Any = None, **typed: str) -> str:
        """Fill in a form of a page as it stands there, and send it; returns where that leads."""
        html = self.page(address)
        (form,) = [one for one in forms_in(address, html) if one.action.partition("?")[0] == action][:1]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
        assert token, f"{address} has no form"
        data = {**form.hidden, **typed, "csrfmiddlewaretoken": token[1]}
        answer = self.client.post(action, data=data, files=files, follow_redirects=False)
        faults = re.findall(r'class="field-error"[^>]*>\s*([^<\s][^<]*)', answer.text)
        assert answer.status_code in (302, 303), f"{action}: {answer.status_code} {faults} {answer.text[-20_000:]}"
        return str(answer.headers["Location"])

    def walk(self, *addresses: str) -> set[str]:
        """Open pages and whatever they link to; returns what was opened. Nothing may be a fault of the server."""
        seen: set[str] = set()
        for address in addresses:
            for link in [address, *LINK.findall(self.page(address))]:
                if link in seen:
                    continue
                seen.add(link)
                answer = self.client.get(link)
                assert answer.status_code < 500, f"{link}: {answer.status_code}"
        return seen
