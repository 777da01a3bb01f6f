"""Signed links: their holder may answer for one report, or end one following, until 90 days after signing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.core import signing

from peygir.core import clock
from peygir.core.ids import EPOCH, moment_of
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.desks.answers.models import Following
from peygir.people.channels import MESSAGE_CHANNELS, Channel

LIVES: Final = timedelta(days=90)
_SALT: Final = "peygir.answers.report"
_FOLLOWING_SALT: Final = "peygir.answers.following"
_MINUTE: Final = timedelta(minutes=1)
# By a message, or on a page of ours after the answer code.
_LETTERS: Final[dict[str, str]] = {channel: channel[0] for channel in (*MESSAGE_CHANNELS, Channel.WEB)}
_CHANNELS: Final = {letter: channel for channel, letter in _LETTERS.items()}
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


class LinkIsNotOurs(Missing):
    """The link was cut, changed or not signed by us."""

    message = _("This link is not right. Please open it whole from the message, or sign in with your phone.")


class LinkHasExpired(Missing):
    """The link to a report is older than LIVES."""

    message = _(
        "This link was good for 90 days, and they are over. Our latest message has a new one; or sign in "
        "under “My reports” with your phone and answer there. The tracking code always shows how your "
        "report stands."
    )


class FollowingLinkHasExpired(Missing):
    """The link to a following is older than LIVES."""

    message = _(
        "This link was good for 90 days, and they are over. Our latest message has a new one; or ask "
        "once more to follow the same, and we send you another."
    )


class _ShortSigner(signing.Signer):
    """Django's signer, its signature cut to 132 bits: keeps an SMS short; guessing is possible only online."""

    def signature(self, value: Any, key: Any = None) -> str:
        return super().signature(value, key)[:22]


@dataclass(frozen=True, slots=True)
class ReportLink:
    """The content of a report's link: the report, and the channel the link was sent by ("" if not given)."""

    report_id: int
    channel: str


def token_of(report_id: int, channel: str = Channel.SMS) -> str:
    """A new token for a report, short enough for an SMS. `channel`: how it is sent."""
    return _signed(report_id, _SALT, _LETTERS[channel])


def read_report_token(token: str) -> ReportLink:
    """The content of a token. Raises LinkIsNotOurs, LinkHasExpired.

    A token from before 2027 has no time: it counts as made when its report came, so that it expires too.
    """
    number, made_at, letter = _read(token, _SALT)
    if (made_at or moment_of(number)) + LIVES <= clock.now():
        raise LinkHasExpired()
    return ReportLink(number, _CHANNELS.get(letter, ""))


def report_id_of(token: str) -> int:
    """The report of a token. Raises LinkIsNotOurs, LinkHasExpired."""
    return read_report_token(token).report_id


def verdict_link(report_id: int, channel: str = Channel.SMS) -> str:
    """The address at which a reporter says whether it is fixed, for the channel that it is sent by."""
    return f"{settings.PUBLIC_URL}/v/{token_of(report_id, channel)}/"


def objection_link(report_id: int, channel: str = Channel.SMS) -> str:
    """The address at which a reporter objects, and follows the objection, for the channel that it is sent by."""
    return f"{settings.PUBLIC_URL}/v/{token_of(report_id, channel)}/objection/"


def question_link(report_id: int, channel: str = Channel.SMS) -> str:
    """The address at which a reporter answers an agency's question, by the same token as for a verdict."""
    return f"{settings.PUBLIC_URL}/q/{token_of(report_id, channel)}/"


def crossed_link(report_id: int) -> str:
    """A stand-in of the same length as a verdict link, for people who must not answer for the reporter."""
    return f"{settings.PUBLIC_URL}/v/{'x' * len(token_of(report_id))}/"


def following_token(following_id: int) -> str:
    """A new token for a following, with which its holder may confirm or end it."""
    return _signed(following_id, _FOLLOWING_SALT, "f")


def following_id_of(token: str) -> int:
    """The following of a token. Raises LinkIsNotOurs, FollowingLinkHasExpired.

    A token from before 2027 has no time: it counts as made when the following began.
    """
    number, made_at, _letter = _read(token, _FOLLOWING_SALT)
    if made_at is None:
        made_at = Following.objects.filter(pk=number).values_list("begun_at", flat=True).first()
    if made_at is None or made_at + LIVES <= clock.now():
        raise FollowingLinkHasExpired()
    return number


def following_link(following_id: int) -> str:
    """The page on which a following is confirmed, shown and ended."""
    return f"{settings.PUBLIC_URL}/f/{following_token(following_id)}/"


def looks_link() -> str:
    """The page on which citizens see who looked at their data."""
    return f"{settings.PUBLIC_URL}/me/looks/"


def track_link(code: str) -> str:
    """The public page of a tracking code."""
    return f"{settings.PUBLIC_URL}/t/{code}/"


def desk_link(code: str) -> str:
    """The staff's page of a case."""
    return f"{settings.PUBLIC_URL}/desk/case/{code}/"


def account_changes_link() -> str:
    """The page on which proposed changes of the highest accounts are confirmed."""
    return f"{settings.PUBLIC_URL}/desk/accounts/"


def _signed(number: int, salt: str, letter: str) -> str:
    """The number and the present minute, both in base 36, a letter (the channel), and the signature over them."""
    made = (clock.now() - EPOCH) // _MINUTE
    return _ShortSigner(salt=f"{salt}.timed").sign(f"{_base36(number)}-{_base36(made)}-{letter}")


def _read(token: str, salt: str) -> tuple[int, datetime | None, str]:
    """(number, time of signing, letter) of a token; no time or letter if from before 2027. Raises LinkIsNotOurs."""
    try:
        if "-" not in token.partition(":")[0]:
            return int(signing.Signer(salt=salt).unsign(token), 36), None, ""
        number, made, letter = _ShortSigner(salt=f"{salt}.timed").unsign(token).split("-")
        return int(number, 36), EPOCH + int(made, 36) * _MINUTE, letter
    except (signing.BadSignature, ValueError) as error:
        raise LinkIsNotOurs() from error


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits or "0"
