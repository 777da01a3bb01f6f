"""The words of live sessions: where a session, a registration and an order stand."""

from typing import Final

# state of a session → (Persian, English)
STATES: Final[dict[str, tuple[str, str]]] = {
    "planned": ("در برنامه", "Planned"),
    "over": ("برگزار شد", "Held"),
    "off": ("برگزار نمی‌شود", "Called off"),
}
# state of a registration → (Persian, English)
PLACES: Final[dict[str, tuple[str, str]]] = {
    "waiting": ("در صف", "In the queue"),
    "spoken": ("گفت‌وگو شد", "Spoken to"),
    "missed": ("پاسخ نداد", "Not reached"),
    "withdrawn": ("انصراف داد", "Withdrew"),
}
# state of an order → (Persian, English)
ORDERS: Final[dict[str, tuple[str, str]]] = {
    "open": ("در دست انجام", "To be done"),
    "done": ("انجام شد", "Done"),
    "dropped": ("لغو شد", "Taken back"),
}
