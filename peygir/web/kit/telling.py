"""How one kind of event looks in the history of a case."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from peygir.web.kit.clock_words import Words


@dataclass(frozen=True, slots=True)
class Telling:
    """The look and the text of an event kind; `is_public` if the citizen needs it."""

    icon: str
    tone: str
    words: Words
    is_public: bool = True


def said_always(text: str) -> Words:
    """A sentence that says the same of each event of a kind; marked for translation by the caller."""
    return lambda data: _(text)
