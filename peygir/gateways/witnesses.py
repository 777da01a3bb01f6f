"""Asks a witness's service to sign a head of a transparency log (c2sp.org/tlog-witness, add-checkpoint)."""

from base64 import b64encode
from collections.abc import Sequence
from typing import Final

from peygir.gateways.webhooks import posted

_MOST: Final = 20_000
_SIZE: Final = "text/x.tlog.size"


def add_checkpoint(address: str, *, size: int, proof: Sequence[bytes], note: str) -> tuple[int, str]:
    """Submit a head, with the proof that it begins with the head of `size` that the witness knows.

    Returns the status and text of its answer: 200 with its signatures, 409 with the size that it knows. Raises what
    `posted` does.
    """
    lines = [f"old {size}", *(b64encode(part).decode() for part in proof)]
    body = "".join(f"{line}\n" for line in lines) + f"\n{note}"
    headers = {"Content-Type": "text/plain; charset=utf-8"}
    status, raw = posted(f"{address.rstrip('/')}/add-checkpoint", body, headers, most=_MOST)
    return status, raw.decode("utf-8", "replace")
