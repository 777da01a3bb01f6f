"""Signed links: who holds one may speak for one report, and only for that."""

from django.conf import settings
from django.core import signing

from peygir.core.refusals import Missing

_SALT = "peygir.answers.report"
_FOLLOWING_SALT = "peygir.answers.following"


class LinkIsNotOurs(Missing):
    """A link that was cut, changed or made by nobody."""

    fa = "این پیوند درست نیست. لطفاً آن را کامل از پیامک باز کنید یا با کد رهگیری و شمارهٔ همراه وارد شوید."
    en = "This link is not right. Please open it whole from the message, or sign in with your phone."


def token_of(report_id: int) -> str:
    """The signature's text for a report; short enough for an SMS."""
    return signing.Signer(salt=_SALT).sign(_short(report_id))


def report_id_of(token: str) -> int:
    """The report that a token speaks for. Raises LinkIsNotOurs."""
    return _number_in(token, _SALT)


def verdict_link(report_id: int) -> str:
    """The address a reporter opens to say whether it is fixed."""
    return f"{settings.PUBLIC_URL}/v/{token_of(report_id)}/"


def following_token(following_id: int) -> str:
    """The signature's text for a following: who holds it may prove or end it."""
    return signing.Signer(salt=_FOLLOWING_SALT).sign(_short(following_id))


def following_id_of(token: str) -> int:
    """The following that a token speaks for. Raises LinkIsNotOurs."""
    return _number_in(token, _FOLLOWING_SALT)


def following_link(following_id: int) -> str:
    """The page on which a following is proven, shown and ended."""
    return f"{settings.PUBLIC_URL}/f/{following_token(following_id)}/"


def track_link(code: str) -> str:
    """The public page of a tracking code."""
    return f"{settings.PUBLIC_URL}/t/{code}/"


def desk_link(code: str) -> str:
    """The staff's page of a case."""
    return f"{settings.PUBLIC_URL}/desk/case/{code}/"


def account_changes_link() -> str:
    """The page on which proposed changes of the highest accounts are confirmed."""
    return f"{settings.PUBLIC_URL}/desk/accounts/"


def _number_in(token: str, salt: str) -> int:
    try:
        return int(signing.Signer(salt=salt).unsign(token), 36)
    except (signing.BadSignature, ValueError) as error:
        raise LinkIsNotOurs() from error


def _short(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits or "0"
