"""One setting: its name in the environment, what it means, and which processes read it."""

from dataclasses import dataclass
from typing import Final

WEB: Final = "web"
LIVE: Final = "live"
WORKER: Final = "worker"
CLOCK: Final = "clock"
PBX: Final = "pbx"
SHIP: Final = "ship"
SHARE: Final = "share"
COMMANDS: Final = "commands"
"""What a person starts: `migrate`, `backup`, `import-city` and the others."""
ALL: Final = ("all",)
SERVE: Final = ("serve",)


@dataclass(frozen=True, slots=True)
class SettingFacts:
    """A variable of the environment. `default` is what the code takes without it, or in brackets what happens then.

    A name that ends in `…` stands for all that begin so. `read_by` names the processes whose behaviour it changes.
    """

    name: str
    meaning: str
    read_by: tuple[str, ...]
    default: str = ""
    example: str = ""
    is_secret: bool = False
