"""The learned reader of answers: a multinomial logistic regression over the terms of an answer, shipped trained.

It reads what no rule foresees. `learning/training.py` trains it; the package ships the arrays (`verdicts.npz`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, cast

import numpy as np
import numpy.typing as npt

from peygir.desks.intake.verdicts.digits import VerdictWord
from peygir.desks.intake.verdicts.terms import SCALES

Said = VerdictWord | None
VERDICTS: Final[tuple[Said, ...]] = ("yes", "no", "badly", None)
"""The columns of the reader; None: no clear answer."""
SHIPPED: Final = Path(__file__).resolve().parent / "verdicts.npz"
MOST_REASONS: Final = 3
_BETWEEN: Final = "\x1e"
_STEP: Final = 127


@dataclass(frozen=True, slots=True)
class LearnedReader:
    """A trained reader. `weights` is (terms x verdicts), `rarity` (terms), `bias` (verdicts); all float32."""

    places: Mapping[str, int]  # the first letter of the group and the term → row of `weights`
    weights: npt.NDArray[np.float32]
    rarity: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def chances(self, terms: Mapping[str, set[str]]) -> dict[Said, float]:
        """The probability of each verdict, from the terms of `terms.terms_of`."""
        margins = self.bias.copy()
        for group, rows in self._rows(terms).items():
            margins += self._shares(group, rows).sum(axis=0)
        powers = np.exp(margins - margins.max())
        return dict(zip(VERDICTS, map(float, powers / powers.sum()), strict=True))

    def reasons(self, terms: Mapping[str, set[str]], verdict: Said) -> list[str]:
        """The words that contribute most to a verdict, the strongest first."""
        rows = self._rows(terms).get("words", {})
        if not rows:
            return []
        shares = self._shares("words", rows)
        column = VERDICTS.index(verdict)
        leads = shares[:, column] - np.delete(shares, column, axis=1).max(axis=1)
        order = np.argsort(-leads, kind="stable")[:MOST_REASONS]
        names = list(rows)
        return [names[at] for at in order if leads[at] > 0]

    def _rows(self, terms: Mapping[str, set[str]]) -> dict[str, dict[str, int]]:
        """The known terms of each group with their rows, in a fixed order."""
        return {
            group: {
                term: row
                for term in sorted(terms.get(group, ()))
                if (row := self.places.get(group[0] + term)) is not None
            }
            for group in SCALES
        }

    def _shares(self, group: str, rows: Mapping[str, int]) -> npt.NDArray[np.float32]:
        """What each term adds to the margins; normalised, so that a large group counts no more than a small one."""
        at = list(rows.values())
        shares = factors(group, self.rarity[at])[:, None] * self.weights[at]
        return cast("npt.NDArray[np.float32]", shares)

    def write(self, made_from: str) -> None:
        """Write it as the reader that the package ships; `made_from` is the digest of its training material."""
        kept, step = rounded(self.weights)
        names = _BETWEEN.join(self.places).encode()
        np.savez_compressed(
            SHIPPED,
            terms=np.frombuffer(names, dtype=np.uint8),
            weights=kept,
            step=step,
            rarity=self.rarity.astype(np.float16),
            bias=self.bias,
            made_from=np.array(made_from),
        )


def factors(group: str, rarity: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The factors of a group's terms: rare terms count more, and the vector of the group is normalised.

    Evidence from the rules is not weighted by rarity, and each piece counts by itself.
    """
    if group == "evidence":
        return np.full(len(rarity), SCALES[group], dtype=np.float32)
    length = float(np.sqrt((rarity * rarity).sum())) or 1.0
    return cast("npt.NDArray[np.float32]", rarity * np.float32(SCALES[group] / length))


def rounded(weights: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Weights quantised to one byte, and the step size for each verdict."""
    step = (np.abs(weights).max(axis=0) / _STEP).astype(np.float32)
    return np.rint(weights / step).astype(np.int8), step


@lru_cache(maxsize=1)
def shipped_verdicts() -> tuple[LearnedReader, str]:
    """The shipped reader and the digest of its training material; loaded once per process."""
    with np.load(SHIPPED, allow_pickle=False) as kept:
        names = kept["terms"].tobytes().decode().split(_BETWEEN)
        places = {name: row for row, name in enumerate(names)}
        weights = kept["weights"].astype(np.float32) * kept["step"]
        reader = LearnedReader(places, weights, kept["rarity"].astype(np.float32), kept["bias"])
        return reader, str(kept["made_from"])
