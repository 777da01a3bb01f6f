"""The labels of live sessions: the states of a session, a registration and an order."""

from typing import Final

from peygir.core.translation import Text, pgettext_lazy

# state of a session → (Persian, English)
STATES: Final[dict[str, Text]] = {
    "planned": pgettext_lazy("state of a session", "Planned"),
    "over": pgettext_lazy("state of a session", "Held"),
    "off": pgettext_lazy("state of a session", "Called off"),
}
# state of a registration → (Persian, English)
PLACES: Final[dict[str, Text]] = {
    "waiting": pgettext_lazy("state of a place in a session", "In the queue"),
    "spoken": pgettext_lazy("state of a place in a session", "Spoken to"),
    "missed": pgettext_lazy("state of a place in a session", "Not reached"),
    "withdrawn": pgettext_lazy("state of a place in a session", "Withdrew"),
}
# state of an order → (Persian, English)
ORDERS: Final[dict[str, Text]] = {
    "open": pgettext_lazy("state of an order", "To be done"),
    "done": pgettext_lazy("state of an order", "Done"),
    "dropped": pgettext_lazy("state of an order", "Taken back"),
}
