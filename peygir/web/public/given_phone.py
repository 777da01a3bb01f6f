"""The phone number on a public form: whether it is proven, and how many numbers one address may give."""

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
    """One network address has given more numbers today than its people have."""

    message = _(
        "Many numbers were given from your network today. Leave the number empty, or sign in under “My "
        "reports” with a code by SMS first, and then report."
    )


def proof_of(request: HttpRequest, phone: str) -> Proof:
    """A citizen who is signed in has proven their own number, in any spelling, and no other."""
    held = citizen_session.phone_of(request) if phone else ""
    try:
        return "code" if held and normalise_phone(phone, current_city().phone_region) == held else ""
    except PhoneIsNotValid:
        return ""


def count_number(request: HttpRequest, phone: str) -> None:
    """Count an unproven number that an address gives, which will be written to. Raises NumbersAreTooMany.

    What is no number is left to whoever takes the form, and costs nothing.
    """
    try:
        number = normalise_phone(phone, current_city().phone_region)
        count_distinct("number_given", address_of(request), number, settings.NUMBERS_PER_ADDRESS, _DAY)
    except PhoneIsNotValid:
        return
    except AskedTooOften as refusal:
        raise NumbersAreTooMany() from refusal
