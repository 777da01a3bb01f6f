"""Whether all machines sign with the same keys: each process that beats leaves a print of its own."""

import hashlib
import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from peygir.history.record import keys

_PREFIX: Final = "key:"
_SEEN_WITHIN: Final = timedelta(minutes=2)


def key_print(home: Path) -> str:
    """Return the name of the heartbeat by which other machines see our keys; nothing can be learnt of them from it."""
    record_key = os.environ.get(keys.SETTING, "")
    if not record_key and (home / keys.FILE).exists():
        record_key = (home / keys.FILE).read_text()
    secret = f"{settings.SECRET_KEY}\n{record_key.strip()}".encode()
    return _PREFIX + hashlib.scrypt(secret, salt=b"peygir key print", n=1024, r=8, p=1, dklen=8).hex()


def is_one_key(pulses: Mapping[str, datetime], own: str, *, now: datetime) -> bool:
    """Whether the processes that were seen lately have the keys that we have."""
    return not any(name.startswith(_PREFIX) and name != own and now - at < _SEEN_WITHIN for name, at in pulses.items())
