"""Expected failures are exceptions named as sentences; each carries its sentence, marked for translation."""

from typing import Any, ClassVar

from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _


class Refusal(Exception):
    """Something that was asked for and is not done, with the reason a person can act on.

    Subclasses are defined beside the function that raises them and set `message`: one English sentence, marked for
    translation, with places for the keyword arguments given when raising. An argument may be a text itself. The family
    (Invalid, NotAllowed, …) tells an edge which status to use.
    """

    message: ClassVar[Text] = _("This could not be done.")
    published_as: ClassVar[str] = ""
    """The code in answers to machines, where it is not the class name: a renamed class keeps its code."""

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(self.words("en"))

    def words(self, language: str) -> str:
        """The sentence in the reader's language; in English where it has no translation."""
        return self.text.in_language(language)

    @property
    def text(self) -> Text:
        """The sentence with its details, to stand in another."""
        return self.message.filled(self.details)

    @property
    def name(self) -> str:
        """The code for machines."""
        return self.published_as or type(self).__name__


class Invalid(Refusal):
    """What was given cannot be accepted as it is."""


class NotAllowed(Refusal):
    """Who asks may not do this."""


class Missing(Refusal):
    """There is no such thing, or not for the one who asks."""


class Conflict(Refusal):
    """Somebody else was faster, or the moment has passed."""


class TooMany(Refusal):
    """Asked too often."""


class TooLarge(Refusal):
    """More at once than is taken."""


class Unavailable(Refusal):
    """Nothing is wrong with what was asked; the same may be asked again, after `retry_after` seconds."""

    retry_after: ClassVar[int] = 30
