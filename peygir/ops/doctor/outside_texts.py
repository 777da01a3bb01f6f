"""What can be wrong outside, as far as this machine reaches it."""

from typing import Final

from peygir.core.translation import gettext_lazy as _
from peygir.ops.doctor.kinds import FaultKind

OUTSIDE_UNREACHABLE: Final = FaultKind(
    "outside-unreachable",
    _("{name}: {host}:{port} does not answer within {seconds} s: {why}."),
    _("Look at the address, the firewall and the provider."),
)
OUTSIDE_REFUSES: Final = FaultKind(
    "outside-refuses",
    _("{name}: the server answers, but refuses: {why}."),
    _("Correct user, password, key or folder in {name}."),
)
PUBLIC_NAME_UNRESOLVED: Final = FaultKind(
    "public-name-unresolved",
    _("The public name {host} has no address: nobody finds the city's pages."),
    _("Set its DNS records."),
)
CERTIFICATE_WRONG: Final = FaultKind(
    "certificate-wrong",
    _("The certificate at {host} is not accepted: {why}."),
    _("Give the proxy a certificate for this name with its whole chain."),
)
CERTIFICATE_EXPIRES: Final = FaultKind(
    "certificate-expires",
    _("The certificate at {host} ends in {days} days."),
    _("Renew it, and look why it was not renewed by itself."),
)
