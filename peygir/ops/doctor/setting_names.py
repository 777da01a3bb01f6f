"""Which settings there are, by their catalogue, and which name a mistyped one is nearest to."""

import difflib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from peygir.ops.settings_catalogue.known import SETTINGS

PREFIX: Final = "PEYGIR_"
FAMILIES: Final = ("PEYGIR_SMS_", "PEYGIR_CHAT_")
"""Settings whose last part is the name of a provider."""
SMS_PROVIDERS: Final = ("KAVENEGAR", "MAGFA", "MELIPAYAMAK", "SMPP", "SAFIR")
_NAME: Final = re.compile(r"\b(PEYGIR_[A-Z0-9_]*[A-Z0-9])\b")
_NOT_SETTINGS: Final = re.compile(r"^PEYGIR_(ASK|CALL|HEARD|LINE|QUEUE|TOPIC|TOLD|TRIES|KEY|TOPIC_WORDS|LEAVE_URL)$")
"""Variables of the exchange's dialplan, which the sources name too."""


def known_settings(root: Path) -> frozenset[str]:
    """Every name of the catalogue (docs/settings.md), and in a checkout those of laboratory, tests and `./run`."""
    names = {fact.name for facts in SETTINGS.values() for fact in facts}
    for folder in ("lab", "tests"):
        for path in sorted((root / folder).glob("**/*.py")) if (root / folder).is_dir() else []:
            if "doctor" not in path.name:  # its own tests name settings that there are not
                names |= set(_NAME.findall(path.read_text(encoding="utf-8", errors="replace")))
    run = root / "run"
    names |= set(_NAME.findall(run.read_text(encoding="utf-8"))) if run.is_file() else set()
    providers = {f"PEYGIR_SMS_{name}" for name in SMS_PROVIDERS}
    return frozenset({name for name in names | providers if not _NOT_SETTINGS.match(name)})


def unknown_settings(given: Iterable[str], known: frozenset[str]) -> list[tuple[str, str]]:
    """Return (name, nearest known name or "") of each variable that looks like a setting and is none."""
    unknown = []
    for name in sorted(given):
        is_ours = name.upper().startswith(PREFIX)
        if is_ours and (name in known or name.startswith("PEYGIR_CHAT_")):
            continue
        nearest = difflib.get_close_matches(name.upper(), sorted(known), n=1, cutoff=0.8 if is_ours else 0.87)
        looks_like_ours = is_ours or re.match(r"^P[EI]?[YI]?[GQ]?[IE]?[RY]*R?_[A-Z]", name.upper()) is not None
        if looks_like_ours and (is_ours or nearest):
            unknown.append((name, nearest[0] if nearest else ""))
        elif name != "DATABASE_URL" and difflib.SequenceMatcher(None, name.upper(), "DATABASE_URL").ratio() > 0.87:
            unknown.append((name, "DATABASE_URL"))
    return unknown
