"""The result of the simulated year's audit."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from lab.bench.year_files import File

EXAMPLES: Final = 12
CHECKS: Final = (
    "pauses unlike the story",
    "more than one first promise",
    "kinds without a first promise",
    "promises without terms",
    "promises that were reset",
    "promises moved by more than pauses",
    "promises given at another time",
    "promises for another topic or unit",
    "ladders unlike the city's",
    "steps planned at another time",
    "steps that fired twice",
    "steps unlike the story",
    "steps fired for a promise that did not run",
    "steps that did not fire",
    "steps that fired at another time",
)


@dataclass(slots=True)
class AuditOutcome:
    """The result: failed checks by name, some cases as examples, counts, and a digest of all outcomes."""

    broken: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CHECKS, 0))
    counts: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    digest: str = ""

    def fault(self, name: str, file: File, what: object = "") -> None:
        """Record that one case fails a check."""
        self.broken[name] += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(f"{name}: {file.key or file.case.code} {what}")
