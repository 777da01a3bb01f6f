"""What can be wrong with the settings."""

from typing import Final

from peygir.core.translation import gettext_lazy as _
from peygir.ops.doctor.kinds import FaultKind

SETTING_MISSPELT: Final = FaultKind(
    "setting-misspelt",
    _("{name} is no setting and has no effect. Did you mean {nearest}?"),
    _("Rename it where Peygir's settings are kept, and start everything again."),
)
SETTING_UNKNOWN: Final = FaultKind(
    "setting-unknown",
    _("{name} is no setting and has no effect."),
    _("Remove it, or look up the name in docs/operations.md."),
)
SETTING_UNREADABLE: Final = FaultKind(
    "setting-unreadable",
    _("The value of {name} cannot be read: {why}."),
    _("Correct it; docs/operations.md says what it may be."),
)
SETTINGS_DO_NOT_LOAD: Final = FaultKind(
    "settings-do-not-load",
    _("The settings cannot be loaded: {why}"),
    _("Correct the setting that the sentence names; without it nothing starts."),
)
PUBLIC_URL_MISSING: Final = FaultKind(
    "public-url-missing",
    _("PEYGIR_PUBLIC_URL is not set: links in messages lead to this machine's own address."),
    _("Set it to the address that citizens type, such as https://137.example."),
)
PUBLIC_URL_HTTP: Final = FaultKind(
    "public-url-http",
    _("PEYGIR_PUBLIC_URL is {value}: passwords, codes and reports cross the network in clear text."),
    _("Put a proxy with a certificate in front and set the https address (docs/operations.md, Behind a proxy)."),
)
PUBLIC_URL_HAS_PATH: Final = FaultKind(
    "public-url-has-path",
    _("PEYGIR_PUBLIC_URL has a path, a query or a name and password; links are made of scheme and host alone."),
    _("Set it to scheme and host alone, without a slash at the end."),
)
HOSTS_LACK_PUBLIC_NAME: Final = FaultKind(
    "hosts-lack-public-name",
    _("PEYGIR_HOSTS does not allow {host}, the name in PEYGIR_PUBLIC_URL: every page answers 400."),
    _("Add it: PEYGIR_HOSTS={host}"),
)
HOSTS_UNREADABLE: Final = FaultKind(
    "hosts-unreadable",
    _("PEYGIR_HOSTS holds {value}, which is no host name."),
    _("Write names alone, without https://, port or blank: 137.example,www.137.example."),
)
HOSTS_ANY: Final = FaultKind(
    "hosts-any",
    _("PEYGIR_HOSTS allows every host name, so a stranger can make links to a site of theirs."),
    _("Name the city's own hosts alone."),
)
DEBUG_ON: Final = FaultKind(
    "debug-on",
    _("PEYGIR_DEBUG is on: an error page shows settings and people's data to everybody."),
    _("Unset PEYGIR_DEBUG and start again."),
)
PROXIES_MISSING: Final = FaultKind(
    "proxies-missing",
    _(
        "The public address is https, but PEYGIR_PROXIES names no proxy: the whole city counts as one caller and is refused."
    ),
    _("Set PEYGIR_PROXIES to the proxy's address (such as 127.0.0.1)."),
)
PROXIES_EVERYBODY: Final = FaultKind(
    "proxies-everybody",
    _("PEYGIR_PROXIES trusts {value}, which is nearly everybody: any caller can claim any address."),
    _("Name the proxy's own address alone."),
)
LIVE_URL_MISSING: Final = FaultKind(
    "live-url-missing",
    _(
        "Pages come by https, but PEYGIR_LIVE_URL leads to a port without a certificate: pages do not change by themselves."
    ),
    _("Let the proxy forward /live and set PEYGIR_LIVE_URL=/live."),
    is_advice=True,
)
