"""A phone on a bad line: sends a file by the tus protocol over sockets of its own, which are cut within a part."""

import base64
import hashlib
import socket
from urllib.parse import urlsplit

import httpx

from tests.stories.conftest import URL

PATIENCE = 60
VERSION = {"Tus-Resumable": "1.0.0"}


class CutLine:
    """One file on its way under an API key; `number` names it in a report."""

    def __init__(self, data: bytes, token: str) -> None:
        self._data, self._headers = data, {**VERSION, "Authorization": f"Bearer {token}"}
        digest = hashlib.sha256(data).hexdigest()
        pairs = {"filename": "photo.jpg", "sha256": digest}
        described = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items())
        begun = httpx.post(
            f"{URL}/uploads/",
            headers={**self._headers, "Upload-Length": str(len(data)), "Upload-Metadata": described},
            timeout=PATIENCE,
        )
        assert begun.status_code == 201, begun.text
        self.path = urlsplit(begun.headers["Location"]).path
        self.number = self.path.rstrip("/").rpartition("/")[2]
        self._acknowledged = f"sha-256=:{base64.b64encode(bytes.fromhex(digest)).decode()}:"

    def arrived(self) -> int:
        """How many bytes the server has on disk."""
        answer = httpx.head(f"{URL}{self.path}", headers=self._headers, timeout=PATIENCE)
        assert answer.status_code == 200
        assert "Repr-Digest" not in answer.headers, "it is not whole yet"
        return int(answer.headers["Upload-Offset"])

    def cut_after(self, count: int) -> None:
        """Begin to send the rest, and cut the line after so many bytes of it."""
        offset = self.arrived()
        host = urlsplit(URL)
        lines = [f"PATCH {self.path} HTTP/1.1", f"Host: {host.netloc}", f"Upload-Offset: {offset}"]
        lines += [f"{name}: {value}" for name, value in self._headers.items()]
        lines += ["Content-Type: application/offset+octet-stream", f"Content-Length: {len(self._data) - offset}"]
        with socket.create_connection((host.hostname, host.port), timeout=PATIENCE) as connection:
            connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + self._data[offset : offset + count])
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(4096):  # until the server has put away what came, and hangs up
                pass

    def finish(self) -> None:
        """Send the rest in one part, and look at the acknowledgement."""
        offset = self.arrived()
        answer = httpx.patch(
            f"{URL}{self.path}",
            content=self._data[offset:],
            headers={
                **self._headers,
                "Upload-Offset": str(offset),
                "Content-Type": "application/offset+octet-stream",
            },
            timeout=PATIENCE,
        )
        assert answer.status_code == 204, answer.text
        assert answer.headers["Repr-Digest"] == self._acknowledged
