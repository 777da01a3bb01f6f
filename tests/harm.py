"""What may have happened to a plain backup: cut off, changed, put together differently, or none at all."""

import io
import json
import tarfile
from collections.abc import Callable

from peygir.ops.backups import archive


def flip_a_byte(content: bytes) -> bytes:
    middle = content.index(b"not really a photo")
    return content[:middle] + b"N" + content[middle + 1 :]


def cut_off(content: bytes) -> bytes:
    return content[: len(content) // 2]


def smuggle_in(content: bytes) -> bytes:
    buffer = io.BytesIO(content)
    with tarfile.open(fileobj=buffer, mode="a") as tar:
        tar.addfile(tarfile.TarInfo("home/uploads/extra"))
    return buffer.getvalue()


def put_behind(content: bytes) -> bytes:
    return content + b"more"


def members(content: bytes) -> list[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        return [(info.name, tar.extractfile(info).read()) for info in tar]  # type: ignore[union-attr]


def rewritten(content: bytes, change: Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, data in change(members(content)):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def swap_two(content: bytes) -> bytes:
    return rewritten(content, lambda found: [*found[:2], found[3], found[2], *found[4:]])


def without_a_member(content: bytes) -> bytes:
    return rewritten(content, lambda found: [*found[:2], *found[3:]])


def without_the_database(content: bytes) -> bytes:
    return rewritten(content, lambda found: [found[0], *found[2:]])


def without_manifest(content: bytes) -> bytes:
    return rewritten(content, lambda found: found[:-1])


def from_the_future(content: bytes) -> bytes:
    header = b'{"format": 3, "made_at": "", "version": "", "keys": [], "rows": {}}'
    return rewritten(content, lambda found: [("header.json", header), *found[1:]])


def climb_out(content: bytes) -> bytes:
    def change(fields: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        about = json.loads(fields[-1][1])
        for member in about["members"]:
            if member["name"].endswith("secret_key"):
                member["name"] = "home/../../etc/passwd"
        renamed = [(name.replace("home/secret_key", "home/../../etc/passwd"), data) for name, data in fields[:-1]]
        return [*renamed, (archive.MANIFEST, json.dumps(about).encode())]

    return rewritten(content, change)


def as_a_link(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        info = tarfile.TarInfo("header.json")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(info)
    return buffer.getvalue()


def no_tar(_: bytes) -> bytes:
    return b"a letter"


def nothing(_: bytes) -> bytes:
    return b""


HARMS: tuple[Callable[[bytes], bytes], ...] = (
    flip_a_byte,
    cut_off,
    smuggle_in,
    put_behind,
    swap_two,
    climb_out,
    from_the_future,
    without_the_database,
    without_a_member,
    without_manifest,
    as_a_link,
    no_tar,
    nothing,
)
