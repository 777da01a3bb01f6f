"""Trains the stance reader from natural texts, templates of sentences, and the phrases that ship with the package.

It knows the language and no city, so it is shipped trained (`language/stances.npz`) and installations need not train
it. After a change of the templates, the word classes or the phrases, `./run read --make-stances` trains it anew. A
template is a sentence with choices «(a|b)» and slots «{bad}»; a slot is filled from `slots.tsv`, `{seed}` with a
shipped phrase that reports something. `natural.tsv` holds texts as citizens write them, each with its writer (voice)
and its stance. Everything is seeded: the same files give the same reader.
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

from peygir.desks.understanding.learning.contrasts import contrary_of
from peygir.desks.understanding.learning.material import SHIPPED, load_material
from peygir.desks.understanding.learning.training import SEED, TrainingExample, best_scale
from peygir.desks.understanding.learning.vocabulary import write_ordinary_words
from peygir.desks.understanding.predicates import LANGUAGE
from peygir.desks.understanding.stance import QUESTION, REPORT, STANCES, THANKS, StanceReader, features

SAMPLES: Final = 40  # sentences made of one template
SAMPLES_OF_PHRASES: Final = 60  # of a template with a whole phrase: more varied
HELD_BACK: Final = 5
RAREST: Final = 5  # fewest sentences that contain a term
STRENGTH: Final = 0.3
RARE_STANCE: Final = 3.0  # weight of a sentence that is no report: three quarters of all are reports
NATURAL: Final = 30.0
"""Weight of a natural text; a sentence made from a template, with many similar ones, has weight 1."""
NATURAL_TIMES: Final = 3  # how often a term of a natural text is counted
FOLDS: Final = 3  # cross-validation folds over the voices
EASIER: Final = 1.85
"""Factor on the scale fitted on held-out voices: most texts of natural.tsv are hard, most that arrive plain.

`STRENGTH`, `NATURAL` and this were chosen on the held-out voices and the held-out utterances.
"""
# Increment it when `stance.py`, `predicates.py`, `contrasts.py` or `core.spoken` change what is learnt.
RECIPE: Final = "3"
_CHOICE: Final = re.compile(r"\(([^()]*)\)")
_SLOT: Final = re.compile(r"\{(\w+)\}")
_PHRASE: Final = "{seed}"
_STANCE_OF: Final = {"thanks": THANKS, "question": QUESTION}
# Text around a sentence that says that something is over or was never there.
_AROUND: Final = (
    ("", ""),
    ("", ""),
    ("", ""),
    ("نه ", ""),
    ("نه، ", "، اشتباه گفتن"),
    ("دیگه ", ""),
    ("", " خدا رو شکر"),
    ("", "، لازم نیست کسی بیاد"),
    ("", " الکی گزارش دادن"),
    ("", " دیدم"),
    ("الان ", ""),
    ("", "، ممنون"),
    ("", "، مشکلی نیست"),
    ("بالاخره ", ""),
    ("", " دیگه"),
    ("", " خودم رفتم دیدم"),
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text and its stance; `voice` is the writer of a natural text, and empty for a generated one."""

    text: str
    stance: str
    voice: str = ""


def digest() -> str:
    """A digest of the training material and recipe."""
    digest_state = hashlib.sha256(f"{RECIPE} {load_material(_material()).digest}".encode())
    for path in sorted(LANGUAGE.glob("*.tsv")):
        digest_state.update(path.read_bytes())
    return digest_state.hexdigest()[:16]


def make_stances() -> StanceReader:
    """Train the shipped reader and write it, and the list of ordinary words, to their files.

    Takes about half a minute.
    """
    material = load_material(_material())
    stance_reader = train_stances(sentences(material.phrases, material.kinds))
    stance_reader.write(digest())
    write_ordinary_words(material.phrases)
    return stance_reader


def sentences(phrases: Sequence[TrainingExample], kinds: Mapping[str, str]) -> list[Sentence]:
    """The shipped phrases with their stances, the templates' sentences, negated phrases, and natural texts."""
    rng = random.Random(SEED)  # noqa: S311 (sentences to learn from, no secret)
    plain = [Sentence(one.text, _STANCE_OF.get(kinds.get(one.code, ""), REPORT)) for one in phrases]
    slots = {name: listed.split("|") for name, listed in _rows("slots.tsv")}
    slots["seed"] = [one.text for one in plain if one.stance == REPORT]
    made = [
        Sentence(text.rstrip("؟?") if at % 2 else text, stance)  # many questions are typed without a question mark
        for stance, template in _rows("templates.tsv")
        for at, text in enumerate(sorted({_filled(template, slots, rng) for _ in range(_samples(template))}))
    ]
    return plain + made + list(_contraries(slots["seed"], rng)) + natural_texts()


def natural_texts() -> list[Sentence]:
    """The texts of `natural.tsv`, whose rows are voice, stance and text."""
    lines = (LANGUAGE / "natural.tsv").read_text(encoding="utf-8").splitlines()
    return [Sentence(text, stance, voice) for voice, stance, text in (line.split("\t") for line in lines)]


def _samples(template: str) -> int:
    return SAMPLES_OF_PHRASES if _PHRASE in template else SAMPLES


def _contraries(phrases: Sequence[str], rng: random.Random) -> Iterator[Sentence]:
    """The contrary of each phrase that has one, some of them with surrounding text."""
    for phrase in phrases:
        if (turned := contrary_of(phrase)) is not None:
            text, was_mended = turned
            before, behind = rng.choice(_AROUND)
            yield Sentence(f"{before}{text}{behind}", "ended" if was_mended else "negated")


def train_stances(examples: Sequence[Sentence]) -> StanceReader:
    """Train on `examples`; the scale is fitted on texts that other readers of the same recipe have not seen."""
    rows = [sorted(set(features(one.text))) for one in examples]
    margins, right = [], []
    for held in _held_back(examples):
        seen = [at for at in range(len(examples)) if at not in held]
        reader = _fit([rows[at] for at in seen], [examples[at] for at in seen], scale=1.0)
        margins += [reader.margins_of(rows[at]) for at in sorted(held)]
        right += [STANCES.index(examples[at].stance) for at in sorted(held)]
    scale = best_scale(np.array(margins, dtype=np.float32), np.array(right))
    return _fit(rows, examples, scale=scale * EASIER)


def _held_back(examples: Sequence[Sentence]) -> list[set[int]]:
    """The examples held out in each fold: some voices each; without voices a fifth of each stance.

    A reader trained on a voice reads that voice's other texts better than those of an unknown person.
    """
    voices = sorted({one.voice for one in examples if one.voice})
    if len(voices) >= FOLDS:
        kept = [frozenset(voices[fold::FOLDS]) for fold in range(FOLDS)]
        return [{at for at, one in enumerate(examples) if one.voice in fold} for fold in kept]
    turns: Counter[str] = Counter()
    unseen = set()
    for at, one in enumerate(examples):
        turns[one.stance] += 1
        if turns[one.stance] % HELD_BACK == 0:
            unseen.add(at)
    return [unseen]


def _fit(rows: Sequence[Sequence[str]], examples: Sequence[Sentence], *, scale: float) -> StanceReader:
    from scipy.sparse import csr_matrix
    from sklearn.svm import LinearSVC

    counted: Counter[str] = Counter()
    for row, one in zip(rows, examples, strict=True):
        for term in row:
            counted[term] += NATURAL_TIMES if one.voice else 1
    places = {term: place for place, term in enumerate(sorted(term for term in counted if counted[term] >= RAREST))}
    known = [[places[term] for term in row if term in places] for row in rows]
    values = np.concatenate([np.full(len(row), max(len(row), 1) ** -0.5, dtype=np.float32) for row in known])
    columns = np.array([place for row in known for place in row], dtype=np.int32)
    matrix = csr_matrix((values, columns, np.cumsum([0, *map(len, known)])), shape=(len(rows), len(places)))
    rare = {at: 1.0 if stance == REPORT else RARE_STANCE for at, stance in enumerate(STANCES)}
    machine: Any = LinearSVC(C=STRENGTH, random_state=SEED, class_weight=rare)
    machine.fit(
        matrix,
        [STANCES.index(one.stance) for one in examples],
        sample_weight=[NATURAL if one.voice else 1.0 for one in examples],
    )
    coefficients = np.ascontiguousarray(machine.coef_.T, dtype=np.float16).astype(np.float32)  # as they are stored
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
