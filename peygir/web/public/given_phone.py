"""Phone numbers on public forms: whether they are proven, and how many one network address may enter."""

from django.conf import settings
from django.http import HttpRequest

from peygir.core.phones import PhoneIsNotValid, normalise_phone
from peygir.core.refusals import TooMany
from peygir.core.translation import gettext_lazy as _
from peygir.people.actions import AskedTooOften, count_distinct
from peygir.people.rules import Proof
from peygir.web.kit import citizen_session
from peygir.web.kit.access import address_of
from peygir.web.kit.current_city import current_city

_DAY = 24 * 3600


class NumbersAreTooMany(TooMany):
    """One network address has entered more numbers today than allowed."""

    message = _(
        "Many numbers were given from your network today. Leave the number empty, or sign in under “My "
        "reports” with a code by SMS first, and then report."
    )


def proof_of(request: HttpRequest, phone: str) -> Proof:
    """Return the proof of a signed-in citizen for their own number, in any spelling, and for no other."""
    held = citizen_session.phone_of(request) if phone else ""
    try:
        return "code" if held and normalise_phone(phone, current_city().phone_region) == held else ""
    except PhoneIsNotValid:
        return ""


def count_number(request: HttpRequest, phone: str) -> None:
    """Count an unproven number from an address, since it will receive messages. Raises NumbersAreTooMany.

    Text that is no phone number is not counted; the form's action rejects it.
    """
    try:
        number = normalise_phone(phone, current_city().phone_region)
        count_distinct("number_given", address_of(request), number, settings.NUMBERS_PER_ADDRESS, _DAY)
    except PhoneIsNotValid:
        return
    except AskedTooOften as refusal:
        raise NumbersAreTooMany() from refusal
