"""Makes the reader of stances from templates of sentences and from the phrases that ship with the package.

It knows the language and no city, so the package ships it trained (`language/stances.npz`) and no installation spends
time on it. After a change of the templates, the word classes or the phrases, `./run read --make-stances` makes it
anew. A template is a sentence with choices «(a|b)» and slots «{bad}»; a slot is filled from `slots.tsv`, `{seed}` with
a shipped phrase that reports something. Everything is seeded: the same files give the same reader.
"""

import hashlib
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from peygir.understanding.learning.contrasts import contrary_of
from peygir.understanding.learning.material import SHIPPED, load_material
from peygir.understanding.learning.training import SEED, Example, best_scale
from peygir.understanding.learning.vocabulary import write_ordinary_words
from peygir.understanding.predicates import LANGUAGE
from peygir.understanding.stance import QUESTION, REPORT, STANCES, THANKS, StanceReader, features

SAMPLES: Final = 40  # sentences made of one template
SAMPLES_OF_PHRASES: Final = 60  # of one that holds a whole phrase: those differ more
HELD_BACK: Final = 5
RAREST: Final = 5  # sentences that a term must occur in
STRENGTH: Final = 0.3
RARE_STANCE: Final = 3.0  # weight of a sentence that is no report: three quarters of all are reports
UNFAMILIAR: Final = 0.8
"""Share of the fitted scale that is kept: texts of people differ more from the templates than templates do."""
# Grows when `stance.py`, `predicates.py`, `contrasts.py` or `core.spoken` change what is learnt.
RECIPE: Final = "2"
_CHOICE: Final = re.compile(r"\(([^()]*)\)")
_SLOT: Final = re.compile(r"\{(\w+)\}")
_PHRASE: Final = "{seed}"
_STANCE_OF: Final = {"thanks": THANKS, "question": QUESTION}
# What people say before and behind a sentence that says that something is over or was never there.
_AROUND: Final = (
    ("", ""), ("", ""), ("", ""), ("نه ", ""), ("نه، ", "، اشتباه گفتن"), ("دیگه ", ""), ("", " خدا رو شکر"),
    ("", "، لازم نیست کسی بیاد"), ("", " الکی گزارش دادن"), ("", " دیدم"), ("الان ", ""), ("", "، ممنون"),
    ("", "، مشکلی نیست"), ("بالاخره ", ""), ("", " دیگه"), ("", " خودم رفتم دیدم"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text and its stance."""

    text: str
    stance: str


def digest() -> str:
    """A digest of all that the reader is made from."""
    found = hashlib.sha256(f"{RECIPE} {load_material(_material()).digest}".encode())
    for path in sorted(LANGUAGE.glob("*.tsv")):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def make_stances() -> StanceReader:
    """Train the reader that the package ships and write it, and the list of ordinary words, to their files.

    Takes some ten seconds.
    """
    material = load_material(_material())
    reader = train_stances(sentences(material.phrases, material.kinds))
    reader.write(digest())
    write_ordinary_words(material.phrases)
    return reader


def sentences(phrases: Sequence[Example], kinds: Mapping[str, str]) -> list[Sentence]:
    """The shipped phrases with their stances, what the templates make, and the contraries of phrases."""
    rng = random.Random(SEED)  # noqa: S311 (sentences to learn from, no secret)
    plain = [Sentence(one.text, _STANCE_OF.get(kinds.get(one.code, ""), REPORT)) for one in phrases]
    slots = {name: listed.split("|") for name, listed in _rows("slots.tsv")}
    slots["seed"] = [one.text for one in plain if one.stance == REPORT]
    made = [
        Sentence(text.rstrip("؟?") if at % 2 else text, stance)  # many who ask type no question mark
        for stance, template in _rows("templates.tsv")
        for at, text in enumerate(sorted({_filled(template, slots, rng) for _ in range(_samples(template))}))
    ]
    return plain + made + list(_contraries(slots["seed"], rng))


def _samples(template: str) -> int:
    return SAMPLES_OF_PHRASES if _PHRASE in template else SAMPLES


def _contraries(phrases: Sequence[str], rng: random.Random) -> Iterator[Sentence]:
    """The contraries of the phrases that have one, some as they are and some with what people say around them."""
    for phrase in phrases:
        if (turned := contrary_of(phrase)) is not None:
            text, was_mended = turned
            before, behind = rng.choice(_AROUND)
            yield Sentence(f"{before}{text}{behind}", "ended" if was_mended else "negated")


def train_stances(examples: Sequence[Sentence]) -> StanceReader:
    """Learn from `examples`; the scale is fitted on the fifth of each stance that a first reader has not seen."""
    turns: Counter[str] = Counter()
    rows = [sorted(set(features(one.text))) for one in examples]
    right = [STANCES.index(one.stance) for one in examples]
    unseen = set()
    for at, one in enumerate(examples):
        turns[one.stance] += 1
        if turns[one.stance] % HELD_BACK == 0:
            unseen.add(at)
    seen = [at for at in range(len(examples)) if at not in unseen]
    first = _fit([rows[at] for at in seen], [right[at] for at in seen], scale=1.0)
    margins = np.array([first.margins_of(rows[at]) for at in sorted(unseen)], dtype=np.float32)
    scale = best_scale(margins, np.array([right[at] for at in sorted(unseen)]))
    return _fit(rows, right, scale=scale * UNFAMILIAR)


def _fit(rows: Sequence[Sequence[str]], right: Sequence[int], *, scale: float) -> StanceReader:
    from scipy.sparse import csr_matrix
    from sklearn.svm import LinearSVC

    counted = Counter(term for row in rows for term in row)
    places = {term: place for place, term in enumerate(sorted(term for term in counted if counted[term] >= RAREST))}
    known = [[places[term] for term in row if term in places] for row in rows]
    values = np.concatenate([np.full(len(row), max(len(row), 1) ** -0.5, dtype=np.float32) for row in known])
    columns = np.array([place for row in known for place in row], dtype=np.int32)
    matrix = csr_matrix((values, columns, np.cumsum([0, *map(len, known)])), shape=(len(rows), len(places)))
    weights = {at: 1.0 if stance == REPORT else RARE_STANCE for at, stance in enumerate(STANCES)}
    machine: Any = LinearSVC(C=STRENGTH, random_state=SEED, class_weight=weights)
    machine.fit(matrix, right)
    coefficients = np.ascontiguousarray(machine.coef_.T, dtype=np.float16).astype(np.float32)  # as they are kept
    return StanceReader(places, coefficients, machine.intercept_.astype(np.float32), scale)


def _filled(template: str, slots: Mapping[str, Sequence[str]], rng: random.Random) -> str:
    chosen = _CHOICE.sub(lambda match: rng.choice(match[1].split("|")), template)
    text = _SLOT.sub(lambda match: rng.choice(slots[match[1]]), chosen)
    return " ".join(text.split())


def _material() -> Path:
    return SHIPPED / "shiraz" / "reading"


def _rows(name: str) -> Iterator[tuple[str, str]]:
    """The two columns of one of the language's files."""
    for line in (LANGUAGE / name).read_text(encoding="utf-8").splitlines():
        left, _, right = line.partition("\t")
        yield left, right
