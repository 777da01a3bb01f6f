"""Normalises the spelling of an answer and splits it into clauses.

Words are recognised in either alphabet, joined or separated, stretched, and with one wrong letter.

A clause is a string of words of the lexicon, each between blanks, so that patterns match whole words. Emoji are words
too: `emojiup`, `emojidown`, `emojiheart`, `emojipray`, `emojiodd` (laughing, rolling eyes: irony is possible).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from peygir.core.persian import normalise
from peygir.desks.intake.verdicts.evidence import FILLERS, PATTERN_WORDS
from peygir.desks.intake.verdicts.finglish import persian_of
from peygir.desks.intake.verdicts.joining import AFTER_FORMS, BEFORE_FORMS
from peygir.desks.intake.verdicts.lexicon import FORMS, KNOWN, NEGATED, SPLITTABLE, STEMS
from peygir.desks.intake.verdicts.real_words import REAL_WORDS

_EMOJI: Final = {
    "emojiup": "👍👌✅✔☑💯🆗😍😊🙂😀😃😄🥳🤩☺💪",
    "emojidown": "👎❌✖❎😡😠🤬😤😞😔🙁☹😢😭💔🚫😒😕😩😫",
    "emojiheart": "❤💚💙💜🧡💛🤍😘🥰♥",
    "emojipray": "🙏🌹🌺🌸💐🌷🙌🤝👏",
    "emojiodd": "😂🤣😏🙄🤔😅🤨😆😐😑🤷",
}
_EMOJI_WORDS: Final = {ord(letter): f" {word} " for word, letters in _EMOJI.items() for letter in letters}
_BREAKS: Final = re.compile(r"[.!,،؛;:\n\r|«»\"()\[\]{}…/=]+|-{1,}")
_TOKENS: Final = re.compile(r"emoji[a-z]+|[^\W\d_]+|\d+|[?؟]|\|")
_CONTRASTS: Final = frozenset({"ولی", "but", "however", "though", "although", "yet", "only", "فقط", "except"})


@dataclass(frozen=True, slots=True)
class Clause:
    """`words` begin and end with a blank. `is_contrast`: a «ولی» precedes it; `is_question`: it ends with ؟."""

    words: str
    is_contrast: bool = False
    is_question: bool = False


def clauses_of(text: str) -> list[Clause]:
    """The clauses of a text without quotes and signature."""
    marked = _BREAKS.sub(" | ", with_emoji_words(text.replace("\u200f", "")).replace("\u200c", " "))
    tokens = _TOKENS.findall(_folded(marked))
    clauses: list[Clause] = []
    clause_tokens: list[str] = []
    is_contrast = False

    def close(*, is_question: bool, then_contrast: bool) -> None:
        nonlocal clause_tokens, is_contrast
        if clause_tokens:
            clauses.append(Clause(_canonical(clause_tokens), is_contrast, is_question))
            clause_tokens, is_contrast = [], then_contrast
        is_contrast = is_contrast or then_contrast

    for word in tokens:
        if word in ("?", "؟"):
            close(is_question=True, then_contrast=False)
        elif word == "|":
            close(is_question=False, then_contrast=False)
        elif FORMS.get(word, word) in _CONTRASTS and word != "yet":
            close(is_question=False, then_contrast=True)
        else:
            clause_tokens.append(word)
    close(is_question=False, then_contrast=False)
    return clauses


def with_emoji_words(text: str) -> str:
    """The text with a word in place of each emoji that is known."""
    return text.translate(_EMOJI_WORDS)


def _folded(text: str) -> str:
    """Lower case, Persian letters, ASCII digits, half-spaces as blanks; punctuation stays."""
    plain = normalise(text).casefold().replace("آ", "ا").replace("ئ", "ی").replace("ؤ", "و").replace("ء", "")
    plain = re.sub(r"(?<=[a-z])['’`´](?=[a-z])", "", plain)
    plain = plain.replace("vali", "ولی") if re.search(r"(?<![a-z])vali(?![a-z])", plain) else plain
    plain = re.sub(r"(?<![a-z])na (?=(?:kard|shod|omad|oomad|umad|yo?omad|yumad|bord))", "na", plain)
    for pattern, instead in BEFORE_FORMS:
        plain = pattern.sub(instead, plain)
    return plain


def _canonical(tokens: list[str]) -> str:
    latin = [token for token in tokens if token.isascii() and token.isalpha() and not token.startswith("emoji")]
    persian = dict(zip(latin, persian_of([_relaxed_latin(word) for word in latin]), strict=True))
    words = [word for token in tokens for word in canonical_words(persian.get(token, token))]
    plain = " ".join(words)
    for pattern, instead in BEFORE_FORMS:
        plain = pattern.sub(instead, plain)
    plain = f" {plain} "
    for pattern, instead in AFTER_FORMS:
        plain = pattern.sub(instead, plain)
    return plain


def _relaxed_latin(word: str) -> str:
    """«noooo» is “no”, «yesss» is “yes”; “good” keeps its double."""
    if re.search(r"(.)\1{2,}", word):
        return re.sub(r"(.)\1{2,}", r"\1", word)
    return re.sub(r"(.)\1$", r"\1", word) if len(word) < 4 else word


def canonical_words(token: str) -> list[str]:
    """The word of the lexicon (or the words, when several were written as one) that a token stands for."""
    for form in _spellings(token):
        if form in FORMS:
            return FORMS[form].split()
        if form in KNOWN:
            return [form]
    if not token.isalpha() or token.isascii():
        return [_relaxed_latin(token) if token.isascii() and token.isalpha() else token]
    split = _split(token)
    if split:
        return [word for piece in split for word in FORMS.get(piece, piece).split()]
    near = _near(token)
    return FORMS[near].split() if near else [token]


def _spellings(token: str) -> list[str]:
    """The token itself, without stretched letters, and without endings that belong to no stem."""
    forms = [token, re.sub(r"(.)\1+", r"\1", token)]
    if not token.isascii():
        forms += [token.removesuffix(end) for end in ("اند", "است") if token.endswith(end) and len(token) > 5]
        for end in ("شونو", "شون", "هاشو", "هاش", "تون", "مون", "شو", "ها", "ش", "و", "م", "ا"):
            stem = token.removesuffix(end)
            if stem != token and len(stem) >= 3 and stem in STEMS:
                forms.append(stem)
    return forms


def _split(token: str) -> list[str]:
    """Two to five words of the lexicon that were written as one; empty where there are none."""
    if len(token) < 4:
        return []
    best: list[list[str] | None] = [[]] + [None] * len(token)
    for end in range(1, len(token) + 1):
        for start in range(max(0, end - 8), end):
            before, piece = best[start], token[start:end]
            if (
                before is not None
                and piece in SPLITTABLE
                and (best[end] is None or len(before) + 1 < len(best[end] or ()))
            ):
                best[end] = [*before, piece]
    found = best[-1]
    return found if found and 2 <= len(found) <= 5 else []


_LONG_FORMS: Final = sorted(
    form for form in FORMS if len(form) >= (4 if form in STEMS else 5) and not form.isascii() and " " not in FORMS[form]
)
_THEMSELVES: Final = KNOWN | PATTERN_WORDS | FILLERS | REAL_WORDS


def _near(token: str) -> str:
    """The one form that differs by a single letter or a transposition; never across a negation.

    «نشوده» is as near to «نشده» as to «نشود» and «نبوده»: a misspelt negation of «شدن» is read as «نشد» in that case
    too.
    """
    if len(token) < 4 or token in _THEMSELVES:
        return ""
    is_negated = token.startswith("ن")
    near = {
        FORMS[form]: form
        for form in _LONG_FORMS
        if form.startswith("ن") == is_negated
        and abs(len(form) - len(token)) <= 1
        and _is_one_off(token, form)
        and (len(token) >= 5 or form[0] == token[0])
    }
    if token.startswith("نش") and "نشد" in near and NEGATED.issuperset(near):
        return "نشد"
    return next(iter(near.values())) if len(near) == 1 else ""


def _is_one_off(token: str, other: str) -> bool:
    """Whether one insertion, deletion, replacement or transposition makes `token` into `other`."""
    if len(token) > len(other):
        token, other = other, token
    start = 0
    while start < len(token) and token[start] == other[start]:
        start += 1
    if len(token) < len(other):
        return token[start:] == other[start + 1 :]
    is_exchange = (
        token[start : start + 2] == other[start : start + 2][::-1] and token[start + 2 :] == other[start + 2 :]
    )
    return token[start + 1 :] == other[start + 1 :] or is_exchange
