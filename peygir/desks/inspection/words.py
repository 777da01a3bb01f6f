"""Labels of what the draw and the sequential test say, and of the marks that make a visit likelier."""

from collections.abc import Mapping
from typing import Final

from peygir.core.translation import Text, gettext_lazy, pgettext_lazy

VERDICTS: Final[Mapping[str, Text]] = {
    "clean": pgettext_lazy("verdict about a unit", "Clean"),
    "look_closer": pgettext_lazy("verdict about a unit", "Look closer"),
    "not_yet_known": pgettext_lazy("verdict about a unit", "Not yet known"),
}
FINDINGS: Final[Mapping[str, Text]] = {
    "fixed": pgettext_lazy("what an inspector found", "Fixed"),
    "partly": pgettext_lazy("what an inspector found", "Partly fixed"),
    "not_fixed": pgettext_lazy("what an inspector found", "Not fixed"),
    "another_problem": pgettext_lazy("what an inspector found", "Fixed, but another problem"),
    "not_seen": pgettext_lazy("what an inspector found", "Could not see"),
    "missed": pgettext_lazy("draw of an inspection", "Not visited in time"),
}
MARK_LABELS: Final[Mapping[str, Text]] = {
    "urgent": gettext_lazy("Urgent topic"),
    "returned": gettext_lazy("A unit gave it back before"),
    "reporters": gettext_lazy("Several reporters"),
    "reopened": gettext_lazy("Opened again before"),
    "confirmed": gettext_lazy("Confirmed by the citizen"),
    "signal": gettext_lazy("A signal of the evidence"),
    "contractor": gettext_lazy("Work of a contractor"),
}
SEED_KINDS: Final[Mapping[str, Text]] = {
    "public_event": gettext_lazy("the result of a public event"),
    "two_people": gettext_lazy("two people of the city, one after the other"),
    "system": gettext_lazy("the system, since nobody had fixed a seed in time"),
}
