"""A kind of fault with its code and sentences, and a fault that was found."""

from dataclasses import dataclass
from typing import Any

from peygir.core.translation import AnyText, Text, languages


@dataclass(frozen=True, slots=True)
class FaultKind:
    """What can be wrong: a code that stays, what it means, and what to do.

    `is_advice`: the installation works; it should be otherwise.
    """

    code: str
    what: Text
    remedy: Text
    is_advice: bool = False


@dataclass(frozen=True, slots=True)
class DoctorFinding:
    """A fault of this installation; `values` fill the sentences of its kind and hold no secret."""

    kind: FaultKind
    values: tuple[tuple[str, Any], ...] = ()

    def sentences(self, language: str) -> tuple[str, str]:
        """What is wrong, and what to do, in a language."""
        filled = dict(self.values)
        what, remedy = self.kind.what.filled(filled), self.kind.remedy.filled(filled)
        return what.in_language(language), remedy.in_language(language)

    def as_data(self) -> dict[str, object]:
        """The finding as JSON values."""
        names = ("what", "remedy")
        says = {language: dict(zip(names, self.sentences(language), strict=True)) for language in languages()}
        return {"code": self.kind.code, "is_advice": self.kind.is_advice, "says": says}


def fault(kind: FaultKind, /, **values: Any) -> DoctorFinding:
    """Return a finding; texts among the values are translated with the sentence."""
    shown = {name: value if isinstance(value, AnyText) else str(value) for name, value in values.items()}
    return DoctorFinding(kind, tuple(shown.items()))


def listed(names: "list[str] | set[str]", most: int = 8) -> str:
    """Return names as a list for a sentence, the first ones of many."""
    ordered = sorted(names)
    return ", ".join(ordered[:most]) + (f" … ({len(ordered)})" if len(ordered) > most else "")
