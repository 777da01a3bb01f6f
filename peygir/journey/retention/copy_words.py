"""A citizen's copy in words: the sections of the data, with labels and values in the citizen's language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeGuard
from zoneinfo import ZoneInfo

from peygir.cases.questions import SurveyAnswer
from peygir.cases.states import CaseState
from peygir.centre.contacts.words import OUTCOMES
from peygir.core.jalali import format_datetime
from peygir.core.persian import fa_digits
from peygir.core.translation import Text, pgettext_lazy
from peygir.outlook.honours.states import HonourConsentAnswer, HonourDecision
from peygir.outlook.panel.states import MemberState
from peygir.people.channels import Channel

TITLE: Final = pgettext_lazy("copy", "What the city holds about you")
NOTHING: Final = pgettext_lazy("copy", "Nothing.")
_SECTIONS: Final[dict[str, Text]] = {
    "names": pgettext_lazy("copy", "Names under your number"),
    "reports": pgettext_lazy("copy", "Your reports"),
    "messages": pgettext_lazy("copy", "Messages to you"),
    "calls": pgettext_lazy("copy", "Calls and visits"),
    "sessions": pgettext_lazy("copy", "Conversations with managers"),
    "surveys": pgettext_lazy("copy", "Your answers to surveys"),
    "follows": pgettext_lazy("copy", "What you follow"),
    "honours": pgettext_lazy("copy", "The city's honours"),
    "panel": pgettext_lazy("copy", "The citizens' panel"),
    "petitions": pgettext_lazy("copy", "Petitions that you wrote or signed"),
    "signed_in": pgettext_lazy("copy", "Browsers that are signed in"),
}
_LABELS: Final[dict[str, Text]] = {
    "made_at": pgettext_lazy("copy", "Made"),
    "edition": pgettext_lazy("copy", "Edition"),
    "honour": pgettext_lazy("copy", "Answer or decision"),
    "phone": pgettext_lazy("copy", "Mobile number"),
    "name": pgettext_lazy("copy", "Name"),
    "email": pgettext_lazy("copy", "E-mail"),
    "proven": pgettext_lazy("copy", "Proven"),
    "language": pgettext_lazy("copy", "Language"),
    "no_messages": pgettext_lazy("copy", "Wants no messages"),
    "since": pgettext_lazy("copy", "Since"),
    "code": pgettext_lazy("copy", "Tracking code"),
    "case": pgettext_lazy("copy", "Code of the case"),
    "state": pgettext_lazy("copy", "State"),
    "received_at": pgettext_lazy("copy", "Received"),
    "by": pgettext_lazy("copy", "By"),
    "topic": pgettext_lazy("copy", "Topic"),
    "text": pgettext_lazy("copy", "Words"),
    "address": pgettext_lazy("copy", "Address"),
    "place": pgettext_lazy("copy", "Place"),
    "lat": pgettext_lazy("copy", "Latitude"),
    "lon": pgettext_lazy("copy", "Longitude"),
    "spoken_for": pgettext_lazy("copy", "On behalf of"),
    "relation": pgettext_lazy("copy", "Relation"),
    "public_words": pgettext_lazy("copy", "Words that everybody may read"),
    "files": pgettext_lazy("copy", "Photos and files"),
    "verdicts": pgettext_lazy("copy", "Your answers"),
    "is_fixed": pgettext_lazy("copy", "Fixed"),
    "reason": pgettext_lazy("copy", "Reason"),
    "at": pgettext_lazy("copy", "When"),
    "to": pgettext_lazy("copy", "To"),
    "direction": pgettext_lazy("copy", "Direction"),
    "seconds": pgettext_lazy("copy", "Seconds"),
    "outcome": pgettext_lazy("copy", "Outcome"),
    "notes": pgettext_lazy("copy", "Notes"),
    "is_recorded": pgettext_lazy("copy", "A recording exists"),
    "question": pgettext_lazy("copy", "Question"),
    "answer": pgettext_lazy("copy", "Answer"),
    "answers": pgettext_lazy("copy", "Further answers"),
    "until": pgettext_lazy("copy", "Until"),
    "panel": pgettext_lazy("copy", "Panel"),
    "seat": pgettext_lazy("copy", "Seat"),
    "title": pgettext_lazy("copy", "Title"),
    "part": pgettext_lazy("copy", "Your part"),
}
_YES, _NO = pgettext_lazy("copy", "yes"), pgettext_lazy("copy", "no")
_MESSAGE_STATES: Final = {
    "pending": pgettext_lazy("copy", "still to be sent"),
    "sent": pgettext_lazy("copy", "sent"),
    "dead": pgettext_lazy("copy", "could not be sent"),
    "dropped": pgettext_lazy("copy", "not sent"),
}
_VALUES: Final[dict[str, Mapping[str, Text]]] = {
    "seat": {**MemberState.labels(), "lot": pgettext_lazy("copy", "In the lot")},
    "part": {"author": pgettext_lazy("copy", "Author"), "signed": pgettext_lazy("copy", "Signed it")},
    "honour": {**HonourConsentAnswer.labels(), **HonourDecision.labels()},
    "state": {**CaseState.labels(), **_MESSAGE_STATES},
    "by": Channel.labels(),
    "outcome": OUTCOMES,
    "direction": {"in": pgettext_lazy("copy", "from you"), "out": pgettext_lazy("copy", "to you")},
    "answer": SurveyAnswer.labels(),
    "language": {"fa": pgettext_lazy("copy", "Persian"), "en": pgettext_lazy("copy", "English")},
}
_MOMENTS: Final = frozenset({"made_at", "since", "received_at", "at", "until"})
_AS_WRITTEN: Final = frozenset({"email", "to", "files"})


@dataclass(frozen=True, slots=True)
class CopySection:
    """One section: its title, and blocks of (label, text)."""

    title: str
    blocks: Sequence[Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class CopyWords:
    """The data of a copy as text: moments by the clock of the city, digits and names in a language."""

    data: Mapping[str, object]
    language: str
    zone: ZoneInfo

    def head(self) -> list[tuple[str, str]]:
        """When the copy was made, and for which phone."""
        return list(self._facts({name: self.data[name] for name in ("made_at", "phone")}))

    def sections(self) -> Iterator[CopySection]:
        """The sections in their order."""
        for name, title in _SECTIONS.items():
            rows = self.data[name]
            blocks = [list(self._facts(row)) for row in rows if isinstance(row, Mapping)] if _is_list(rows) else []
            yield CopySection(title.in_language(self.language), blocks)

    def _facts(self, row: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        """(label, text) of the values of a row that say something."""
        for name, value in row.items():
            rows = value if _is_list(value) else [value]
            for one in rows:
                values = one if isinstance(one, Mapping) else {name: one}
                texts = (self._text(inner, each) for inner, each in values.items())
                if text := " · ".join(text for text in texts if text):
                    yield _LABELS[name].in_language(self.language), text

    def _text(self, name: str, value: object) -> str:
        """A value as text; empty for nothing."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return (_YES if value else _NO).in_language(self.language)
        text = str(value)
        if name in _MOMENTS:
            return format_datetime(datetime.fromisoformat(text), self.zone, self.language)
        if (label := _VALUES.get(name, {}).get(text)) is not None:
            return label.in_language(self.language)
        return fa_digits(text) if self.language == "fa" and name not in _AS_WRITTEN else text


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, Sequence) and not isinstance(value, str)
