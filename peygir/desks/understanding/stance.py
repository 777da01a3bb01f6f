"""Classifies what a text does: reports a present problem, denies it, says that it is over, asks, thanks, or mocks.

The topic reader tells what a text is about, and not whether anything is to be done: «بوی گاز میاد» and «بوی گاز نمیاد»
share their n-grams. This reader uses words in their order, word classes (negations, ends, nuisances, services, question
words, other cities …), the ends of clauses and what follows a "but". A linear support vector machine for each stance
over binary features and a softmax over their margins, as in `topic`.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from peygir.core.spoken import spoken
from peygir.desks.understanding.predicates import LANGUAGE, predicates
from peygir.desks.understanding.topic import LONGEST, softmax

REPORT, SARCASM, THANKS, QUESTION = "report", "sarcasm", "thanks", "question"
STANCES: Final = (REPORT, "negated", "ended", QUESTION, THANKS, SARCASM, "private", "elsewhere", "vague")
SHIPPED: Final = LANGUAGE / "stances.npz"
CITY: Final = "city"  # the word class of city names
_MOST_TOKENS: Final = 120
_SIGNS: Final = frozenset(".!?؟،؛,;:…\n-()«»\"'")
_MATTERS: Final = frozenset(("<nuisance>", "<service>", "<thing>", "<actor>"))
_BUT: Final = frozenset(("ولی", "اما", "ولیکن", "لیکن", "but", "vali", "ama", "however"))
# Negated verbs. `spoken` has removed «می» and «نمی»; what is left are the past tense, "to be" and "to have".
_NEGATIVE: Final = re.compile(
    r"^(?:نمی\w*|نیست\w*|نیس|نبود\w*|نباش\w*|ندار\w*|نداشت\w*|نشد\w*|نشه|نشو\w*|نکرد\w*|نکن\w*|نبرد\w*|نیومد\w*|نیامد\w*|"
    r"نیاد|نیای\w*|نیاور\w*|نیورد\w*|ندید\w*|نداد\w*|ندا|نزد\w*|نرفت\w*|نرسید\w*|نموند\w*|نماند\w*|نریخت\w*|نگرفت\w*|نذاشت\w*|"
    r"نگذاشت\w*|نیفتاد\w*|نخورد\w*|نترکید\w*|نشست|نخواه\w*|نخواست\w*|نخاد|نگفت\w*|نبست\w*|نکشید\w*|نسوخت\w*|هیچ\w*|اصلا|بدون|"
    r"not|no|isn|aren|wasn|weren|don|doesn|didn|haven|hasn|never|nothing|nobody|none|nadar\w*|nis|nist|nemi\w*|nabood|"
    r"nashod\w*|nakard\w*|nayomad\w*)$"
)


@dataclass(frozen=True)
class StanceReader:
    """A trained reader of stances. `weights` is (terms × stances), `bias` (stances); both float32."""

    places: Mapping[str, int]  # term → row of `weights`
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    scale: float

    def stances(self, text: str, *, own_names: Collection[str] = ()) -> dict[str, float]:
        """The probability of each stance; `own_names` are the city's own names, in small letters."""
        margins = self.margins_of(features(text, own_names=own_names))
        return dict(zip(STANCES, map(float, softmax(margins[None, :] * self.scale)[0]), strict=True))

    def margins_of(self, terms: Iterable[str]) -> npt.NDArray[np.float32]:
        """The signed distance of a text with these features from each stance's hyperplane."""
        rows = [row for term in set(terms) if (row := self.places.get(term)) is not None]
        margins: npt.NDArray[np.float32] = self.weights[rows].sum(axis=0) / max(len(rows), 1) ** 0.5 + self.bias
        return margins

    def write(self, made_from: str) -> None:
        """Write it as the reader that the package ships; `made_from` is the digest of its training material."""
        np.savez_compressed(
            SHIPPED,
            terms=np.array("\n".join(self.places)),
            weights=self.weights.astype(np.float16),
            bias=self.bias,
            scale=np.array(self.scale),
            made_from=np.array(made_from),
        )


@lru_cache(maxsize=1)
def shipped_stances() -> tuple[StanceReader, str]:
    """The shipped reader and the digest of its training material; loaded once per process."""
    with np.load(SHIPPED, allow_pickle=False) as kept:
        places = {term: row for row, term in enumerate(str(kept["terms"]).split("\n"))}
        reader = StanceReader(places, kept["weights"].astype(np.float32), kept["bias"], float(kept["scale"]))
        return reader, str(kept["made_from"])


def own_names_of(*names: str) -> frozenset[str]:
    """The names of a city as `features` compares them."""
    return frozenset(token for name in names for token in spoken(name).split())


def features(text: str, *, own_names: Collection[str] = ()) -> Iterator[str]:
    """The features of a text: words, classes, their neighbours, ends of clauses, and what follows a "but"."""
    tokens = spoken(text[:LONGEST]).split()[:_MOST_TOKENS]
    classes = [_class_of(token, own_names) for token in tokens]
    yield from tokens
    yield from classes
    yield from (f"~{token[:4]}" for token in tokens)
    for left, right, near, far in zip(tokens, tokens[1:], classes, classes[1:], strict=False):
        yield f"{left} {right}"
        yield f"{near} {far}"
    yield from (" ".join(classes[at : at + 3]) for at in range(len(classes) - 2))
    yield from _ends(tokens, classes)
    last_but = max((at for at, token in enumerate(tokens) if token in _BUT), default=-1)
    if last_but >= 0:
        yield from (f"but:{token}" for token in (*tokens[last_but + 1 :], *classes[last_but + 1 :]))
    yield f"length:{min(len(tokens) // 3, 6)}"


def _clauses(tokens: Sequence[str], classes: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """The parts of the text between signs and before each "but", as words and as classes."""
    start = 0
    for at, token in enumerate((*tokens, ".")):
        if token in _SIGNS or token in _BUT:
            if at > start:
                yield tokens[start:at], classes[start:at]
            start = at + 1


def _ends(tokens: Sequence[str], classes: Sequence[str]) -> Iterator[str]:
    """Features of the text's beginning, of each clause's end and predicates, and of the last clause."""
    clauses = list(_clauses(tokens, classes))
    if not clauses:
        return
    yield f"first:{classes[0]}"
    yield f"first:{' '.join(classes[:2])}"
    for number, (clause_tokens, kinds) in enumerate(clauses):
        names = ["end"] if number < len(clauses) - 1 else ["end", "last"]
        for name in names:
            yield f"{name}:{clause_tokens[-1]}"
            yield f"{name}~{clause_tokens[-1][-3:]}"
            yield f"{name}:{' '.join(kinds[-2:])}"
            yield f"{name}:{' '.join(kinds[-3:])}"
        predicate_list = list(dict.fromkeys(predicates(clause_tokens, kinds)))
        for predicate in predicate_list:
            yield from (f"{name}={predicate}" for name in names)
        yield f"{names[-1]}:all {' '.join(predicate_list)}"
        nouns = {name for name in kinds if name[0] == "<"}
        yield from (f"has:{near} {far}" for near in nouns for far in nouns if near < far)
    if "?" in tokens or "؟" in tokens:
        yield "asks"
    if not any(name in _MATTERS for name in classes):
        yield "no matter"


def _class_of(token: str, own_names: Collection[str]) -> str:
    """The class of a token as «<name>», or the token itself where it has none; all numbers are one class."""
    name = _lexicon().get(token)
    if name == CITY and token in own_names:
        return token
    if name is None:
        return "<number>" if token.isdigit() else _shape_of(token)
    return f"<{name}>"


@lru_cache(maxsize=20_000)
def _shape_of(token: str) -> str:
    """«<no>» for a negated verb, the class of a word without its ending, or the word."""
    if _NEGATIVE.match(token):
        return "<no>"
    for ending in ("های", "ها", "هایی", "ام", "مان", "شان", "تان", "ات", "اش", "ش", "م", "ت", "ی", "رو", "و", "ه", "ا"):
        if len(token) > len(ending) + 2 and token.endswith(ending) and (name := _lexicon().get(token[: -len(ending)])):
            return f"<{name}>"
    return token


@lru_cache(maxsize=1)
def _lexicon() -> Mapping[str, str]:
    """Word → class, read once; for a word in several classes the first one listed counts."""
    tokens_by_name: dict[str, str] = {}
    for line in (LANGUAGE / "classes.tsv").read_text(encoding="utf-8").splitlines():
        name, _, listed = line.partition("\t")
        for word in listed.split():
            tokens = spoken(word).split()
            if len(tokens) == 1:  # an entry of two words is matched by its tokens
                tokens_by_name.setdefault(tokens[0], name)
    return tokens_by_name
