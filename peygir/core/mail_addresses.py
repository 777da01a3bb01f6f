"""Mail addresses as they are counted: spellings that reach one letter box are one address. Never to send by."""

from typing import Final

from peygir.core.persian import ascii_digits

_DOTLESS: Final = frozenset({"gmail.com", "googlemail.com"})


def counted_mail(address: str) -> str:
    """The address without what makes no difference to where a letter goes: case, a “+tag”, and the dots of Gmail."""
    local, _, domain = ascii_digits(address).strip().casefold().rpartition("@")
    domain = domain.rstrip(".")
    local = local.partition("+")[0] or local
    if domain in _DOTLESS:
        local, domain = local.replace(".", "") or local, "gmail.com"
    return f"{local}@{domain}"
