"""SIP messages as the test phone reads them: a first line, headers, and a body (RFC 3261, RFC 4566)."""

import re
from dataclasses import dataclass


@dataclass
class SipMessage:
    """One SIP request or response: its first line, its headers in order (names in lower case), its body."""

    first: str
    headers: list[tuple[str, str]]
    body: str = ""

    def get(self, name: str) -> str:
        """The first value of a header, "" where it is not there."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def status(self) -> int:
        """The status code of a response, 0 for a request."""
        return int(self.first.split()[1]) if self.first.startswith("SIP/") else 0

    @property
    def method(self) -> str:
        """The method of the request, or of the request that a response answers."""
        return self.get("cseq").split()[1] if self.status else self.first.split()[0]


def parse_message(raw: bytes) -> SipMessage:
    """The message of a datagram."""
    head, _, body = raw.decode(errors="replace").partition("\r\n\r\n")
    lines = head.split("\r\n")
    pairs = (line.partition(":") for line in lines[1:])
    return SipMessage(lines[0], [(name.strip().lower(), value.strip()) for name, _, value in pairs], body)


def uri_of(header: str) -> str:
    """The address between the angle brackets of a header, "" for none."""
    found = re.search(r"<([^>]+)>", header)
    return found.group(1) if found else ""


def media_port_of(body: str) -> int:
    """The port of the speech in an offer or answer, 0 for none."""
    found = re.search(r"^m=audio ([0-9]+)", body, re.MULTILINE)
    return int(found.group(1)) if found else 0
