"""The signed parts of agencies' links and sign-ins: a number and a nonce, and nothing that could be guessed."""

from typing import Any, Final

from django.conf import settings
from django.core import signing

from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _

_REFERRAL: Final = "peygir.partners.agency"
_ENTRY: Final = "peygir.partners.agency.entry"
_SESSION: Final = "peygir.partners.agency.session"


class AgencyLinkIsNotOurs(Missing):
    """The link was cut, changed or not signed by us."""

    message = _("This link is not right. Please open it whole from the mail, or ask the 137 centre for a new one.")


class _AgencySigner(signing.Signer):
    """Django's signer, its signature cut to 132 bits: a link stays short; guessing is possible only online."""

    def signature(self, value: Any, key: Any = None) -> str:
        return super().signature(value, key)[:22]


def link_token(link_id: int, nonce: str) -> str:
    """The token of a link to one referral."""
    return _signed(_REFERRAL, link_id, nonce)


def link_address(link_id: int, nonce: str) -> str:
    """The address that the agency opens."""
    return f"{settings.PUBLIC_URL}/ag/{link_token(link_id, nonce)}/"


def read_link(token: str) -> tuple[int, str]:
    """(id, nonce) of a link's token. Raises AgencyLinkIsNotOurs."""
    return _read(_REFERRAL, token)


def entry_address(session_id: int, nonce: str) -> str:
    """The address of the page on which a person of an agency enters, once."""
    return f"{settings.PUBLIC_URL}/agency/enter/{_signed(_ENTRY, session_id, nonce)}/"


def read_entry(token: str) -> tuple[int, str]:
    """(id, nonce) of a sign-in's token. Raises AgencyLinkIsNotOurs."""
    return _read(_ENTRY, token)


def session_token(session_id: int, nonce: str) -> str:
    """The value of the cookie of a sign-in; the token of its link does not stand for it."""
    return _signed(_SESSION, session_id, nonce)


def read_session(token: str) -> tuple[int, str]:
    """(id, nonce) of a cookie. Raises AgencyLinkIsNotOurs."""
    return _read(_SESSION, token)


def _signed(salt: str, number: int, nonce: str) -> str:
    return _AgencySigner(salt=salt).sign(f"{number}-{nonce}")


def _read(salt: str, token: str) -> tuple[int, str]:
    try:
        number, nonce = _AgencySigner(salt=salt).unsign(token).split("-")
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            raise AgencyLinkIsNotOurs()
        return int(number), nonce
    except (signing.BadSignature, ValueError) as error:
        raise AgencyLinkIsNotOurs() from error
