"""The terms of an answer that the learned reader weighs: words, character n-grams, consonants, and evidence.

Terms come in groups, since each group has its own weight. Words are those of `spelling.py`, so that spellings, forms
and Persian in Latin letters match; character n-grams of the text as written keep what the lexicon does not know; the
consonants of a word are the same in «خیابون», «خیابان» and “khiabun".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from peygir.core.persian import normalise
from peygir.desks.intake.verdicts.digits import VerdictWord
from peygir.desks.intake.verdicts.gathering import GatheredAnswer
from peygir.desks.intake.verdicts.gist import gist_of
from peygir.desks.intake.verdicts.spelling import Clause, with_emoji_words

SCALES: Final[Mapping[str, float]] = {
    "words": 1.0,
    "letters": 1.0,
    "sounds": 1.0,
    "text": 1.0,
    "clauses": 0.5,
    "gist": 0.5,
    "evidence": 0.15,
}
"""The groups of terms, and the scale of each before training."""
BUT: Final = "<but>"
_LONGEST: Final = 3
_LETTERS: Final = range(2, 6)
_TEXT: Final = range(3, 7)
_MOST_UNREAD: Final = 8
_MOST_CLAUSES: Final = 6
_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_SOUNDS: Final = {
    letter: sound
    for letters, sound in (
        ("ب", "b"),
        ("پ", "p"),
        ("تط", "t"),
        ("ثسص", "s"),
        ("ج", "j"),
        ("چ", "c"),
        ("حه", "h"),
        ("خ", "x"),
        ("د", "d"),
        ("ذزضظژ", "z"),
        ("ر", "r"),
        ("ش", "y"),
        ("غق", "q"),
        ("ف", "f"),
        ("ک", "k"),
        ("گ", "g"),
        ("ل", "l"),
        ("م", "m"),
        ("ن", "n"),
    )
    for letter in letters
}
_TWO_LETTERS: Final = (("kh", "x"), ("sh", "Y"), ("ch", "C"), ("gh", "q"), ("zh", "z"), ("ph", "f"))
_LATIN_SOUNDS: Final = str.maketrans({"Y": "y", "C": "c", "c": "k"} | dict.fromkeys("ywvaeiou"))


def terms_of(text: str, answer: GatheredAnswer, by_rules: tuple[VerdictWord | None, float]) -> dict[str, set[str]]:
    """The terms of each group of `SCALES`.

    `text` is the answer without quotes, signature and code, `answer` what was gathered from it and `by_rules` the
    verdict and confidence of `weighing.weigh`.
    """
    clauses = [_words_of(clause) for clause in answer.clauses]
    tokens = _tokens_of(text)
    return {
        "words": set(_runs(["^", *(word for clause in clauses for word in (*clause, "."))])),
        "letters": {term for clause in clauses for word in clause for term in _letters_of(word)},
        "sounds": set(_runs(["^", *(consonants(token) if token.isalpha() else token for token in tokens)])),
        "text": set(_pieces(f" {' '.join(tokens)} ", _TEXT)),
        "clauses": set(_clause_terms(clauses)),
        "gist": set(gist_of(clauses)),
        "evidence": set(_evidence_terms(answer, *by_rules)),
    }


def _words_of(clause: Clause) -> list[str]:
    return [*([BUT] if clause.is_contrast else []), *clause.words.split(), *(["?"] if clause.is_question else [])]


def _tokens_of(text: str) -> list[str]:
    """Words, numbers, signs and line ends as written, in one alphabet."""
    lines = with_emoji_words(text).replace("\u200c", "").splitlines()
    return [token for line in lines for token in (*_TOKEN.findall(normalise(line).casefold()), "\n")]


def _runs(tokens: Sequence[str]) -> Iterator[str]:
    """Every sequence of one, two or three adjacent words."""
    for length in range(1, _LONGEST + 1):
        for start in range(len(tokens) - length + 1):
            yield " ".join(tokens[start : start + length])


def _pieces(text: str, lengths: range) -> Iterator[str]:
    for length in lengths:
        for start in range(len(text) - length + 1):
            yield text[start : start + length]


@lru_cache(maxsize=4096)
def _letters_of(word: str) -> tuple[str, ...]:
    return tuple(_pieces(f" {word} ", _LETTERS))


@lru_cache(maxsize=4096)
def consonants(word: str) -> str:
    """The consonants of a word in small letters, Persian or Latin; its first letter where it has none."""
    if word.isascii():
        for letters, sound in _TWO_LETTERS:
            word = word.replace(letters, sound)
        heard = re.sub(r"(.)\1+", r"\1", word).translate(_LATIN_SOUNDS)
    else:
        heard = "".join(_SOUNDS.get(letter, "") for letter in word)
    if len(heard) > 1:
        heard = heard.rstrip("h")  # «چاله» ends in a vowel
    return heard or word[:1]


def _clause_terms(clauses: Sequence[Sequence[str]]) -> Iterator[str]:
    """Terms from how clauses end, from the first and the last clause, and from the words around the last "but"."""
    for number, tokens in enumerate(clauses):
        is_last = number == len(clauses) - 1
        for name in ("end", "last end") if is_last else ("end",):
            yield f"{name}: {tokens[-1]}"
            yield f"{name}: {' '.join(tokens[-2:])}"
    if clauses:
        yield from (f"last: {word}" for word in clauses[-1])
        yield f"first: {clauses[0][0]}"
        yield f"first: {' '.join(clauses[0][:2])}"
    divides = max((number for number, words in enumerate(clauses) if words[0] == BUT), default=-1)
    if divides >= 0:
        yield from (f"but: {word}" for words in clauses[divides:] for word in words)
        yield from (f"before but: {word}" for words in clauses[:divides] for word in words)
    yield f"length: {min(sum(map(len, clauses)) // 2, _MOST_UNREAD)}"
    yield f"clauses: {min(len(clauses), _MOST_CLAUSES)}"


def _evidence_terms(answer: GatheredAnswer, verdict: VerdictWord | None, confidence: float) -> Iterator[str]:
    """Terms from what the rules found: their verdict, the kinds of evidence in order, and the moods of the clauses."""
    yield f"rules: {verdict}"
    yield f"rules: {verdict} {int(confidence * 10)}"
    for at, piece in enumerate(answer.evidence):
        yield f"kind: {piece.kind}"
        if piece.is_contrast:
            yield f"but kind: {piece.kind}"
        if at == 0:
            yield f"first kind: {piece.kind}"
        if at == len(answer.evidence) - 1:
            yield f"last kind: {piece.kind}"
        yield from (f"{piece.kind} > {later.kind}" for later in answer.evidence[at + 1 :])
    yield from (f"mood: {mood}" for mood in answer.moods)
    yield f"unread: {min(answer.unread_words, _MOST_UNREAD)}"
    if answer.objection_clause >= 0:
        yield "objection"
