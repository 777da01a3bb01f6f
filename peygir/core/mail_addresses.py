"""Normalises mail addresses for counting: spellings that reach one mailbox are one address. Not for sending."""

from typing import Final

from peygir.core.persian import ascii_digits

_DOTLESS: Final = frozenset({"gmail.com", "googlemail.com"})


def counted_mail(address: str) -> str:
    """The address without parts that do not change the mailbox: case, a “+tag”, and the dots of Gmail."""
    local, _, domain = ascii_digits(address).strip().casefold().rpartition("@")
    domain = domain.rstrip(".")
    local = local.partition("+")[0] or local
    if domain in _DOTLESS:
        local, domain = local.replace(".", "") or local, "gmail.com"
    return f"{local}@{domain}"
