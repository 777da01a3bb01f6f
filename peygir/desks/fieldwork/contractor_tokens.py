"""The signed part of a contractor's link: a number and a nonce, and nothing that could be guessed or forged."""

from typing import Any, Final

from django.conf import settings
from django.core import signing

from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _

CONTRACTOR: Final = "contractor"
"""The kind of actor who works by a link; its id is that of the link."""
_SALT: Final = "peygir.fieldwork.contractor"


class ContractorLinkIsNotOurs(Missing):
    """The link was cut, changed or not signed by us."""

    message = _("This link is not right. Please open it whole from the message, or ask the city for a new one.")


class _LinkSigner(signing.Signer):
    """Django's signer, its signature cut to 132 bits: keeps a message short; guessing is possible only online."""

    def signature(self, value: Any, key: Any = None) -> str:
        return super().signature(value, key)[:22]


def token_of_link(link_id: int, nonce: str) -> str:
    """The token of a link: its id and nonce, signed."""
    return _LinkSigner(salt=_SALT).sign(f"{link_id}-{nonce}")


def address_of_link(link_id: int, nonce: str) -> str:
    """The address that the contractor opens."""
    return f"{settings.PUBLIC_URL}/w/{token_of_link(link_id, nonce)}/"


def read_link_token(token: str) -> tuple[int, str]:
    """(id, nonce) of a token. Raises ContractorLinkIsNotOurs."""
    try:
        number, nonce = _LinkSigner(salt=_SALT).unsign(token).split("-")
        return int(number), nonce
    except (signing.BadSignature, ValueError) as error:
        raise ContractorLinkIsNotOurs() from error
