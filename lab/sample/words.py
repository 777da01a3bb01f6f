"""The invented texts of the sample city: citizens' reports by topic, and the desks' answers."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

from peygir.core.persian import fa_digits

FILE: Final = Path(__file__).with_name("words.toml")
_LONGEST_WAIT: Final = 9


@dataclass(frozen=True, slots=True)
class TopicWords:
    """How often a topic is reported on ordinary, rainy and Nowruz days, and its texts."""

    code: str
    weight: float
    rain: float
    nowruz: float
    texts: tuple[str, ...]


class SampleTexts:
    """All texts of the sample city."""

    def __init__(self) -> None:
        with FILE.open("rb") as file:
            content = tomllib.load(file)
        self.general: dict[str, Any] = content["general"]
        self.work: dict[str, dict[str, list[str]]] = content["work"]
        self.topics = [
            TopicWords(code, row["weight"], row.get("rain", 1.0), row.get("nowruz", 1.0), tuple(row["texts"]))
            for code, row in content["topics"].items()
        ]
        self._texts = {topic.code: topic.texts for topic in self.topics}

    def report(self, code: str, *, topic: str, place: str, rng: Random) -> str:
        """Return a citizen's text about a topic ("" for an unclear one) in a neighbourhood."""
        bodies = self._texts.get(code, ()) if code else self.general["unclear"]
        body = rng.choice(bodies or self.general["texts"])
        said: str = rng.choice(self.general["openings"]) + body + rng.choice(self.general["closings"])
        return said.format(place=place, topic=topic, days=fa_digits(str(rng.randint(2, _LONGEST_WAIT))))

    def address(self, *, place: str, rng: Random, street: str = "") -> str:
        """Return an address in the style of Shiraz: neighbourhood, street, lane, number or landmark.

        `street` is a street of the city's map, with its alley; without one both are made up.
        """
        parts = [place, street or rng.choice(self.general["streets"]).format(place=place)]
        if not street and rng.random() < 0.8:
            parts.append(f"کوچهٔ {rng.randint(1, 48)}")
        parts.append(f"پلاک {rng.randint(1, 220)}" if rng.random() < 0.45 else rng.choice(self.general["landmarks"]))
        return fa_digits("، ".join(parts))

    def name(self, rng: Random) -> str:
        """Return a name that nobody has: the family name says that it is invented."""
        return f"{rng.choice(self.general['first_names'])} {rng.choice(self.general['last_names'])}"

    def form(self, code: str, rng: Random) -> str:
        """Return what a crew writes down."""
        return rng.choice(self._work(code)["forms"])

    def answer(self, code: str, rng: Random) -> str:
        """Return what the citizen reads when the work is done."""
        return rng.choice(self._work(code)["answers"])

    def say(self, about: str, rng: Random, *, kind: str = "") -> str:
        """Return a sentence from the general part, e.g. `not_fixed`, or `waits` of a kind."""
        found = self.general[about]
        return str(rng.choice(found[kind] if kind else found))

    def _work(self, code: str) -> dict[str, list[str]]:
        return self.work.get(code.partition("-")[0], self.work["ADM"])
