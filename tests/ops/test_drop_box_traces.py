"""Nothing that is put into the drop box stands anywhere in plain: no row, file, log, job, temporary file or backup."""

import base64
import io
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from urllib.parse import quote

import httpx
import pytest
from django.conf import settings
from django.db import connection
from PIL import Image

from peygir.desks.dropbox import queries as dropbox
from peygir.desks.dropbox.box_keys import derive
from peygir.desks.dropbox.code_words import read_code
from peygir.desks.dropbox.models import DropBox, DropPart
from peygir.desks.dropbox.sealing import read_text_part
from peygir.ops.backups import keys as backup_keys
from peygir.ops.backups import restoring
from peygir.ops.backups.writing import write_backup
from peygir.ops.binaries import wheel_programs
from peygir.ops.cluster import SUPERUSER
from peygir.ops.roles import with_role
from tests import make
from tests.dropped import PASS, PLACES, HeldKey, held_key
from tests.server import HOME
from tests.serving import Server, served
from tests.town import CODE, Town

PRIVATE, PUBLIC = backup_keys.new_key()
SECRET, FILE_SECRET, CONTROL = "پیمانکارِرشوه‌ده۷۳۱", "صورت‌جلسهٔپنهان۷۳۱", "نشانهٔآشکار۷۳۱"
CHUNK = 8 * 1024 * 1024


def forms_of(word: str) -> dict[str, bytes]:
    """A word as it might be stored: encodings, escapes, hexadecimal, and the three alignments of base64."""
    plain = word.encode()
    ascii_escaped = word.encode("ascii", "backslashreplace")
    forms = {
        "utf-8": plain,
        "utf-16-le": word.encode("utf-16-le"),
        "utf-16-be": word.encode("utf-16-be"),
        "json": ascii_escaped,
        "json escaped twice": ascii_escaped.replace(b"\\", b"\\\\"),
        "percent": quote(word).encode(),
        "percent lower": quote(word).lower().encode(),
        "hex": plain.hex().encode(),
        "hex upper": plain.hex().upper().encode(),
    }
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + plain)
        forms[f"base64 {shift}"] = coded[4 if shift else 0 : -4]
    return forms


def places_of(forms: dict[str, bytes], pieces: Iterator[bytes]) -> list[str]:
    """The forms that stand in a stream; one that lies across two pieces is seen, too."""
    longest, before, seen = max(map(len, forms.values())), b"", set()
    for piece in pieces:
        window = before + piece
        seen |= {name for name, form in forms.items() if form in window}
        before = window[-longest:]
    return sorted(seen)


def pieces_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def places_below(folder: Path, forms: dict[str, bytes]) -> list[str]:
    """The files below a folder in which a form stands."""
    places = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            try:
                places += [f"{path}: {name}" for name in places_of(forms, pieces_of(path))]
            except FileNotFoundError:  # the server removes its own
                continue
    return places


def dumped(url: str) -> bytes:
    """All tables as SQL."""
    done = subprocess.run([str(wheel_programs() / "pg_dump"), url], capture_output=True, check=True)
    return done.stdout


def backed_up(url: str, folder: Path) -> Iterator[bytes]:
    """A backup, decrypted: the dump as SQL, and all files."""
    target, key = folder / "city.age", folder / "key.txt"
    key.write_text(PRIVATE)
    write_backup(target, url=url, home=HOME, keys=[PUBLIC])
    private = backup_keys.private_keys(key)
    yield from pieces_of(target)
    with restoring._opened(target, private) as (plain, _):
        command = [str(wheel_programs() / "pg_restore"), "--file=-"]
        parts = b"".join(restoring._parts(plain))
    yield subprocess.run(command, input=parts, capture_output=True, check=True).stdout
    with restoring._opened(target, private) as (plain, _):
        while piece := plain.read(CHUNK):
            yield piece


def noisy_photo() -> bytes:
    """A photo of more than a megabyte, beyond what the server keeps in memory of an ordinary body."""
    noise = Image.frombytes("RGB", (1400, 1000), Random(137).randbytes(1400 * 1000 * 3))
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=95)
    assert len(out.getvalue()) > 1024 * 1024
    return out.getvalue()


def temporary_files(server: Server, folder: Path) -> list[str]:
    """Files without a name in a folder that the web's processes have open: what a body is spooled into."""
    open_paths = []
    for link in [link for worker in server.workers() for link in (worker / "fd").iterdir()]:
        with suppress(FileNotFoundError):  # closed meanwhile
            open_paths.append(str(link.readlink()))
    return [target for target in open_paths if target.startswith(str(folder))]


def half_sent(server: Server, path: str, body: bytes) -> socket.socket:
    """A request of which all but the end has been sent."""
    request_line = socket.create_connection(("127.0.0.1", server.port), timeout=60)
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    request_line.sendall(f"{head}Content-Length: {len(body) + 10}\r\n\r\n".encode() + body)
    return request_line


def written(server: Server, files: Sequence[tuple[str, tuple[str, bytes, str]]]) -> str:
    """Write a report with files as a browser does, and return its words."""
    with httpx.Client(
        base_url=f"http://127.0.0.1:{server.port}", timeout=120, headers={"Host": "localhost"}
    ) as browser:
        page = browser.post("/drop/words/", data={"receiver": "inspectorate"}).text
        code_words, carried = " ".join(PLACES.findall(page)), PASS.findall(page)[0]
        fields = {"pass": carried, "send": "1", "text": f"او {SECRET} است", "words": code_words}
        wrong = browser.post("/drop/write/", data={**fields, "words": "آب " * 7}, files=files)
        assert wrong.status_code == 422
        done = browser.post("/drop/write/", data=fields, files=files)
        assert done.status_code == 200, done.text
        opened = browser.post("/drop/open/", data={"words": code_words})
        assert opened.status_code == 200
        assert browser.post("/drop/open/", data={"words": code_words + SECRET}).status_code == 422
        assert browser.get(f"/drop/?l={CODE}").status_code == 200
        assert not browser.cookies
    return code_words


@pytest.mark.slow
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the embedded server's own roles and files")
def test_nothing_of_a_report_stands_anywhere(live_town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir(mode=0o777)
    monkeypatch.setenv("TMPDIR", str(temporary))
    key = held_key(live_town)
    make.report(text=CONTROL)
    files = [
        ("files", ("IMG.jpg", noisy_photo(), "image/jpeg")),
        ("files", (f"{FILE_SECRET}.txt", f"{FILE_SECRET}\n".encode(), "text/plain")),
    ]
    with (tmp_path / "web.log").open("wb") as log, served("web", stderr=log) as server:
        code_words = written(server, files)
        body = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n' + b"x" * 2_000_000
        with half_sent(server, "/drop/write/", body):
            assert not eventually(lambda: bool(temporary_files(server, temporary)), seconds=3)
        with half_sent(server, "/report/", body):
            assert eventually(lambda: bool(temporary_files(server, temporary))), "an ordinary body is spooled"
    box = DropBox.objects.get()
    [text, picture, note] = [bytes(part.sealed) for part in DropPart.objects.order_by("number")]
    assert len(picture) > len(note) > len(text)
    assert dropbox_text(key, box) == f"او {SECRET} است"
    look_everywhere(all_forms(code_words, key), tmp_path, temporary)


def all_forms(code_words: str, key: HeldKey) -> dict[str, bytes]:
    """What must stand nowhere: the text, the file, its name, the seven words, and the keys."""
    code = read_code(code_words)
    assert code is not None
    derived = derive(code, CODE)
    forms = {
        f"{name} of {word}": form for word in (SECRET, FILE_SECRET, code_words) for name, form in forms_of(word).items()
    }
    for name, secret in (
        ("master key of the words", derived.master),
        ("key of the words", derived.private.private_bytes_raw()),
        ("key of the receiver", key.private.private_bytes_raw()),
    ):
        forms |= {name: secret, f"{name}, hex": secret.hex().encode(), f"{name}, base64": base64.b64encode(secret)[:-4]}
    return forms


def look_everywhere(forms: dict[str, bytes], tmp_path: Path, temporary: Path) -> None:
    """Search the tables, a backup, the home with the database's files, the temporary folder and the log."""
    url = with_role(os.environ["PEYGIR_DATABASE_URL"], SUPERUSER)
    url = url.replace("/peygir?", f"/{connection.settings_dict['NAME']}?")
    control = forms_of(CONTROL)
    dump = dumped(url)
    assert places_of(control, iter([dump])), "what is stored in plain is found"
    assert places_of(forms, iter([dump])) == []
    seen = places_of(control | forms, backed_up(url, tmp_path))
    assert "utf-8" in seen
    assert set(seen) <= set(control)
    assert places_below(HOME, control), "the database's own files are among those that are searched"
    for folder in (HOME, temporary, Path(settings.HOME)):
        assert places_below(folder, forms) == []
    assert (tmp_path / "web.log").stat().st_size > 0
    assert places_of(forms, pieces_of(tmp_path / "web.log")) == []


def dropbox_text(key: HeldKey, box: DropBox) -> str:
    """The text of the only message, opened with the receiver's key."""
    [message] = dropbox.sealed_messages(box.pk)
    return read_text_part(key.opens(box.reference, message))[0]


def eventually(is_so: Callable[[], bool], *, seconds: float = 20) -> bool:
    """Whether something becomes so within some seconds."""
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True
