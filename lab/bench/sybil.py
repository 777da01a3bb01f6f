"""How often attackers reach the honoured 18, by usefulness and by volume, in simulated cities whose truth is known.

Each seed is a year of a city: honest people who differ in how much they report and how often they are right, and five
attacks at once: spammers, people who join whatever is known, one person with many identities, rings whose members
report made-up problems and join each other's, and the family of a member of staff who calls their made-up problems
done. The score and the flags are the product's own pure functions. Attackers know the rules: they spread over topics
and months, choose places that report little, and take turns in reporting first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from lab.bench.sybil_people import SimulatedPerson, SimulatedYear
from peygir.outlook.honours.usefulness import Usefulness, UsefulnessRules, ranked, usefulness
from peygir.outlook.honours.vetting_rules import VettedPerson, flags_of

SEEDS: Final = 200
PLACES: Final = 18
ATTACKS: Final = ("spammers", "joiners", "identities", "rings", "family")
BEST_SHARE: Final = 0.10
GOAL_AUC: Final = 0.95
GOAL_SEEDS: Final = 0.95


@dataclass(frozen=True, slots=True)
class SybilFigures:
    """The area under the curve (AUC) of usefulness and of volume, and in which share of the seeds no attacker is in.

    AUC: the chance that one of the most useful tenth of the honest, by the truth, stands above somebody else, honest or
    not; `_attackers`: above an attacker. `attackers_flagged`: of the attackers among the first 72 candidates, and
    `honest_honoured_flagged`: of the honest among the honoured, the share that the system flags.
    """

    seeds: int
    auc_usefulness: float
    auc_volume: float
    auc_usefulness_attackers: float
    auc_volume_attackers: float
    clean_usefulness: float  # share of seeds without an attacker among the honoured, by the formula alone
    clean_volume: float
    attackers_in_by_volume: float
    truly_best_among_honoured: float
    truly_best_by_volume: float
    attackers_flagged: float
    honest_honoured_flagged: float
    highest_attacker: float  # the worst seed: the score of the best attacker as a share of the last honoured one's
    in_by_attack: dict[str, float] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        """Whether the goals are met: AUC, and seeds in which no attack raises an attacker into the honoured."""
        return self.auc_usefulness >= GOAL_AUC and self.clean_usefulness >= GOAL_SEEDS


def measured(seeds: int = SEEDS, rules: UsefulnessRules | None = None) -> SybilFigures:
    """Simulate so many years, and rank each by usefulness and by volume."""
    results = [_year(SimulatedYear(seed).people, rules or UsefulnessRules()) for seed in range(seeds)]
    names = [
        name for name in SybilFigures.__dataclass_fields__ if name not in ("seeds", "in_by_attack", "highest_attacker")
    ]
    means = {name: round(sum(result[name] for result in results) / seeds, 4) for name in names}
    in_by_attack = {
        attack: round(sum(result[f"in {attack}"] > 0 for result in results) / seeds, 4) for attack in ATTACKS
    }
    highest = round(max(result["highest_attacker"] for result in results), 4)
    return SybilFigures(seeds=seeds, highest_attacker=highest, in_by_attack=in_by_attack, **means)


def _year(people: Sequence[SimulatedPerson], rules: UsefulnessRules) -> dict[str, float]:
    scores = {key: usefulness(person.deeds, rules) for key, person in enumerate(people)}
    order = [key for key, _score in ranked(scores, rules)]
    honoured = order[:PLACES]
    by_volume = sorted(range(len(people)), key=lambda key: (-people[key].volume, key))[:PLACES]
    honest = [key for key, person in enumerate(people) if not person.attack]
    best = sorted(honest, key=lambda key: -people[key].truth)
    top, best18 = set(best[: int(len(honest) * BEST_SHARE)]), set(best[:PLACES])
    rest = [key for key in range(len(people)) if key not in top]
    attackers = [key for key, person in enumerate(people) if person.attack]
    useful = np.array([scores[key].score for key in range(len(people))])
    volume = np.array([float(person.volume) for person in people])
    flagged = _flagged(people, scores, order[: 4 * PLACES])
    near = [key for key in order[: 4 * PLACES] if people[key].attack]
    inside = [people[key].attack for key in honoured]
    return {
        "auc_usefulness": auc(useful, sorted(top), rest),
        "auc_volume": auc(volume, sorted(top), rest),
        "auc_usefulness_attackers": auc(useful, sorted(top), attackers),
        "auc_volume_attackers": auc(volume, sorted(top), attackers),
        "clean_usefulness": float(not any(inside)),
        "clean_volume": float(not any(people[key].attack for key in by_volume)),
        "attackers_in_by_volume": float(sum(bool(people[key].attack) for key in by_volume)),
        "truly_best_among_honoured": len(best18 & set(honoured)) / PLACES,
        "truly_best_by_volume": len(best18 & set(by_volume)) / PLACES,
        "attackers_flagged": sum(key in flagged for key in near) / len(near) if near else 1.0,
        "honest_honoured_flagged": sum(key in flagged for key in honoured if not people[key].attack) / PLACES,
        "highest_attacker": max(scores[key].score for key in attackers) / scores[honoured[-1]].score,
        **{f"in {attack}": float(inside.count(attack)) for attack in ATTACKS},
    }


def _flagged(
    people: Sequence[SimulatedPerson], scores: dict[int, Usefulness], candidates: Sequence[int]
) -> dict[int, list[str]]:
    """The flags of the candidates whom the office would look at."""
    vetted = [
        VettedPerson(
            key=key,
            name=people[key].name,
            phone=str(key),
            addresses=frozenset(),
            incidents=frozenset(deed.incident for deed in people[key].deeds),
            confirmed=scores[key].confirmed,
            untrue=scores[key].checked - scores[key].confirmed,
            one_checker=scores[key].one_checker,
            checker_name=people[key].checker_name,
        )
        for key in candidates
    ]
    return flags_of(vetted, staff_phones=(), staff_names=())


def auc(values: "np.ndarray[tuple[int], np.dtype[np.float64]]", upper: Sequence[int], lower: Sequence[int]) -> float:
    """Return the share of pairs in which one of `upper` has more than one of `lower`; ties count half."""
    one, two = values[list(upper)][:, None], values[list(lower)][None, :]
    return float(((one > two) + 0.5 * (one == two)).mean())
