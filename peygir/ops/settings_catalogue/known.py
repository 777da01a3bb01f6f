"""The whole catalogue, in the order in which docs/settings.md shows it."""

from typing import Final

from peygir.ops.settings_catalogue.facts import SettingFacts
from peygir.ops.settings_catalogue.internal import INTERNAL
from peygir.ops.settings_catalogue.of_connections import OF_CONNECTIONS
from peygir.ops.settings_catalogue.of_machine import OF_MACHINE
from peygir.ops.settings_catalogue.of_people import OF_PEOPLE

SETTINGS: Final[dict[str, tuple[SettingFacts, ...]]] = {
    "Where data lies, and who reaches it": OF_MACHINE,
    "What people meet": OF_PEOPLE,
    "Servers outside": OF_CONNECTIONS,
    "Set by Peygir itself": INTERNAL,
}
"""Heading → its settings. Those of the last are for our own processes."""
