"""Tests whether answers of a unit repeat those of its other cases more often than in other units."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from peygir.core.persian import search_key
from peygir.outlook.scoring.gaming.peers import judge_shares
from peygir.outlook.scoring.gaming.results import GamingResult, GamingTest, Row
from peygir.outlook.scoring.gaming.statements import CLOSED
from peygir.outlook.scoring.gaming.words import GamingKind

# The public answers of the month; then (without a case) the templates that the city or a unit offered in it.
STATEMENT: Final = f"""
WITH {CLOSED}
SELECT closed.unit_id, closed.case_id, note.text FROM closed
    JOIN cases_note note ON note.case_id = closed.case_id AND note.number = closed.number
WHERE note.is_public AND note.text <> '' AND note.by LIKE 'staff:%%'
UNION ALL
SELECT template.unit_id, NULL, template.body FROM answers_answertemplate template
WHERE template.city_id = %(city)s AND template.valid_from < %(until)s
    AND (template.valid_to IS NULL OR template.valid_to >= %(since)s)
"""  # noqa: S608 - constants
ORDINARY: Final = 0.03
SHINGLE: Final = 5
"""Letters of a shingle."""
SHORTEST: Final = 24
"""Letters below which an answer says too little to be a copy: “mended” is what many would write."""
ALIKE: Final = 0.8
"""The least share of common shingles (Jaccard) of two answers of which one is a copy."""
HASHES: Final = 48
BANDS: Final = 12
"""Two answers that share 0.8 of their shingles share a band of four with a chance of 0.998."""
_RANDOM: Final = np.random.default_rng(137)
_FACTORS: Final = _RANDOM.integers(1, 2**31, HASHES, dtype=np.uint64) | np.uint64(1)
_SHIFTS: Final = _RANDOM.integers(0, 2**31, HASHES, dtype=np.uint64)
_PRIME: Final = np.uint64(2_147_483_647)
Shingles = frozenset[int]


def judge(rows: Sequence[Row]) -> dict[int, GamingResult]:
    """Test each unit's share of copied answers against the other units.

    `rows`: unit id, case id, answer; and without a case the templates of a unit, or (without a unit) of the city.
    """
    answers: dict[int, list[tuple[int, str]]] = {}
    templates: dict[int | None, list[str]] = {}
    for unit, case, text in rows:
        if case is None:
            templates.setdefault(unit, []).append(text)
        else:
            answers.setdefault(unit, []).append((case, text))
    marked: list[Row] = []
    for unit, written in answers.items():
        known = [*templates.get(None, ()), *templates.get(unit, ())]
        marked += [(unit, case, is_copy) for case, is_copy in copies(written, known).items()]
    return judge_shares(marked, ordinary=ORDINARY)


def copies(written: Sequence[tuple[int, str]], templates: Iterable[str] = ()) -> dict[int, bool]:
    """Whether the answer of each case is like that of an earlier one; those like a template or too short are left out.

    `written`: case and text. Answers that share a band of the MinHash signature (A. Broder, Proc. Compression and
    Complexity of Sequences, 1997) are compared by all their shingles.
    """
    offered = [shingles(text) for text in templates]
    texts: dict[int, Shingles] = {}
    for case, text in sorted(written):
        pieces = shingles(text)
        if pieces and not any(alike(pieces, known) for known in offered):
            texts[case] = pieces
    signatures = {case: signature(pieces) for case, pieces in texts.items()}
    return _marked(texts, signatures)


def _marked(texts: Mapping[int, Shingles], signatures: Mapping[int, bytes]) -> dict[int, bool]:
    seen: dict[tuple[int, bytes], list[int]] = {}
    compared: dict[Shingles, bool] = {}
    is_copy: dict[int, bool] = {}
    width = len(next(iter(signatures.values()), b"")) // BANDS
    for case, pieces in texts.items():
        bands = [(band, signatures[case][band * width : (band + 1) * width]) for band in range(BANDS)]
        if pieces in compared:
            is_copy[case] = True
            continue
        near = {other for band in bands for other in seen.get(band, ())}
        is_copy[case] = any(alike(pieces, texts[other]) for other in near)
        compared[pieces] = True
        for band in bands:
            seen.setdefault(band, []).append(case)
    return is_copy


def shingles(text: str) -> Shingles:
    """The shingles of an answer in one spelling, as numbers; none of a text that is too short."""
    plain = "".join("0" if letter.isdigit() else letter for letter in search_key(text))
    if len(plain) < SHORTEST:
        return frozenset()
    return frozenset(zlib.crc32(plain[at : at + SHINGLE].encode()) for at in range(len(plain) - SHINGLE + 1))


def alike(first: Shingles, other: Shingles) -> bool:
    """Whether two answers share most of their shingles."""
    common = len(first & other)
    return common > 0 and common >= ALIKE * (len(first) + len(other) - common)


def signature(pieces: Shingles) -> bytes:
    """The MinHash signature: the smallest value of each of the hash functions, 4 bytes each."""
    values: npt.NDArray[np.uint64] = np.fromiter(pieces, dtype=np.uint64, count=len(pieces)) % _PRIME
    hashed = (values[:, None] * _FACTORS[None, :] + _SHIFTS[None, :]) % _PRIME
    smallest: npt.NDArray[np.uint32] = hashed.min(axis=0).astype(np.uint32)
    return smallest.tobytes()


TEST: Final = GamingTest(GamingKind.COPIED, STATEMENT, judge)
