"""Each state and promise as icon, tone and text; never by colour alone."""

from dataclasses import dataclass
from typing import Final

from peygir.cases.states import CaseState
from peygir.core.translation import Text, pgettext_lazy


@dataclass(frozen=True, slots=True)
class Mark:
    """The content of a badge; `tone` is a class of the theme."""

    icon: str
    tone: str
    label: Text

    def words(self, language: str) -> str:
        """Return the label in the viewer's language."""
        return self.label.in_language(language)


STATE_MARKS: Final[dict[str, Mark]] = {state: Mark(state.icon, state.tone, state.label) for state in CaseState}

PROMISE_MARKS: Final = {
    "none": Mark("circle", "tone-quiet", pgettext_lazy("state of a promise", "No promise")),
    "green": Mark("clock", "tone-green", pgettext_lazy("state of a promise", "On track")),
    "yellow": Mark("timer", "tone-yellow", pgettext_lazy("state of a promise", "Half the time used")),
    "orange": Mark("clock-alert", "tone-orange", pgettext_lazy("state of a promise", "Due soon")),
    "red": Mark("triangle-alert", "tone-red", pgettext_lazy("state of a promise", "Late")),
    "paused": Mark("circle-pause", "tone-quiet", pgettext_lazy("state of a promise", "Clock paused")),
    "kept": Mark("check", "tone-good", pgettext_lazy("state of a promise", "Kept on time")),
    "broken": Mark("triangle-alert", "tone-red", pgettext_lazy("state of a promise", "Kept late")),
}

# The group codes of the topic tree that ships with the system.
GROUP_ICONS: Final = {
    "CLN": "brush-cleaning",
    "WST": "trash-2",
    "OBS": "store",
    "SUR": "waves",
    "ASP": "traffic-cone",
    "GRN": "tree-deciduous",
    "ANM": "paw-print",
    "LGT": "lightbulb",
    "TRF": "bus",
    "BLD": "hard-hat",
    "SOC": "heart-handshake",
    "ADM": "file-text",
    "EXT": "building-2",
}
