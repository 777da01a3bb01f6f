"""How a clause is meant: asserted, doubted, asked, wished, reported from others, or said under a condition."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final, Literal

from peygir.desks.intake.verdicts.kinds import Kind
from peygir.desks.intake.verdicts.spelling import Clause

Mood = Literal["asserted", "why", "really", "asks", "maybe", "condition", "wish", "told", "you_told"]


def _any_of(*words: str) -> re.Pattern[str]:
    return re.compile(f" (?:{'|'.join(words)})(?= )")


_MAYBE: Final = _any_of(
    "شاید",
    "بعید",
    "حدس",
    "ممکنه",
    "مطمین نیستم",
    "شدباشه",
    "کردنباشه",
    "میتونه",
    "شک دارد",
    "i think",
    "think so",
    "maybe",
    "perhaps",
    "probably",
    "possibly",
    "might",
    "seems?",
    "looks like",
    "guess",
    "i believe",
    "apparently",
    "not sure",
    "supposedly",
)
_TOLD: Final = _any_of(
    "گفتن",
    "شنیدم",
    "شنیدیم",
    r"همسایه\S*",
    "اعلام (?:کردن|شد)",
    r"پیام (?:دادن|امدن|زدن|داد\S*)",
    "زنگ زدن",
    "تماس گرفتن",
    "نوشته",
    "نوشتن",
    "تو سامانه",
    "سایت",
    r"پیامک \S+",
    "بگید",
    "نگید",
    "بگین",
    "نگین",
    "زدن انجام",
    "کاغذ",
    "سیستم",
    "سامانه",
    "به حساب",
    "امار",
    "they said",
    "says?",
    "said",
    "told",
    "heard",
    r"neighbou?rs?",
    r"claim\S*",
    "wrote",
    "message says",
)
_YOU_TOLD: Final = _any_of("گفتید", "پیام (?:دادن|دادید|دادین)", "اعلام کردن", r"you (?:said|say|told|wrote|claim\S*)")
_WHY: Final = _any_of(
    "چرا",
    "چند بار",
    "تا کی",
    "پس کی",
    "پس چی",
    "کو",
    r"کی(?= (?:\S+ ){0,4}(?:میان|میشه|میکنن|قراره))",
    "why",
    "how long",
    "when",
)
_WHAT: Final = re.compile("(?<!همه)(?<!هر) (?:چی|چیو)(?= )")
_REALLY: Final = _any_of("مگه", "کجا(?:ش|شو)?")
_ASKS: Final = _any_of(
    "کدوم",
    "چی",
    "چیه",
    "چه",
    "یعنی",
    "(?<=^ )شما(?= $)",
    "ایا",
    "چطور",
    "چجوری",
    "چگونه",
    "کی",
    "کجا",
    r"منظور\S*",
    "which",
    "what",
    "who",
    "where",
    "how",
    "is it",
    "are they",
)
_ALWAYS_MEANT: Final = frozenset(
    ("other", "other_one", "unknown", "ironic", "emoji_up", "emoji_down", "emoji_odd", "emoji_heart", "emoji_pray")
)
_NEVER_MEANT: Final = frozenset(("courtesy", "condition", "wish", "again"))


def mood_of(clause: Clause, kinds: Collection[Kind]) -> Mood:
    """The mood of a clause with evidence of these kinds."""
    clause_text, mood = clause.words, "asserted"
    is_statement = not {"not_done", "persists", "done", "good"}.isdisjoint(kinds)
    if "counterfactual" in kinds:
        mood = "asserted"
    elif _REALLY.search(clause_text):
        mood = "really"
    elif _WHY.search(clause_text):
        mood = "why"
    elif clause.is_question or _WHAT.search(clause_text) or (_ASKS.search(clause_text) and not is_statement):
        mood = "asks"
    elif "condition" in kinds:
        mood = "condition"
    elif "wish" in kinds:
        mood = "wish"
    elif _MAYBE.search(clause_text):
        mood = "maybe"
    elif _YOU_TOLD.search(clause_text):
        mood = "you_told"
    elif _TOLD.search(clause_text):
        mood = "told"
    return mood  # type: ignore[return-value]


def meant(kind: Kind, mood: Mood) -> Kind | None:
    """The kind that a piece of evidence counts as in its clause's mood; None: it does not count.

    «چرا درست نشده؟» and «کی درست می‌شود؟» say that it is not done, and so does «مگه درست شده؟»; what others said was
    done is doubtful, what others said was not done is not.
    """
    if kind in _NEVER_MEANT:
        return None
    if mood == "asserted" or kind in _ALWAYS_MEANT:
        return kind
    negative = ("not_done", "persists", "pending", "done", "relapse", "lie")
    worth: Kind | None = None
    if mood == "why":
        worth = "not_done" if kind in negative else None
    elif mood == "really":
        worth = "not_done" if kind in ("done", "good") else "asks"
    elif mood == "asks":
        worth = "not_done" if kind == "persists" else kind if kind == "bad_work" else "asks"
    elif mood in ("told", "you_told"):
        worth = "maybe" if kind in ("done", "good", "yes_word") else kind
    elif mood == "maybe":
        worth = "maybe"
    elif mood == "wish":
        worth = kind if kind in ("not_done", "persists", "lie") else None
    return worth
