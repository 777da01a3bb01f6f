"""The kinds of evidence in an answer, and the rules (patterns) that find them."""

from typing import Literal

Kind = Literal[
    "yes_word",
    "no_word",
    "done",
    "good",
    "not_done",
    "persists",
    "pending",
    "partial",
    "bad_work",
    "unhappy",
    "relapse",
    "maybe",
    "unknown",
    "other",
    "other_one",
    "again",
    "ironic",
    "problem",
    "courtesy",
    "counterfactual",
    "lie",
    "soso",
    "late",
    "elsewhere",
    "asks",
    "wish",
    "condition",
    "ask_fix",
    "emoji_up",
    "emoji_down",
    "emoji_heart",
    "emoji_odd",
    "emoji_pray",
]
Rule = tuple[Kind, str]
"""A kind, and the regular expression over a clause's words that is evidence of it."""


def rule(kind: Kind, *alternatives: str) -> Rule:
    """A rule from its alternatives; at each position the first that matches wins."""
    return kind, "|".join(alternatives)
