"""Expected failures: exceptions with a sentence for the user, marked for translation."""

from typing import Any, ClassVar

from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _


class Refusal(Exception):
    """A request that is refused, with a reason on which the user can act.

    Subclasses are defined beside the function that raises them and set `message`: one English sentence, marked for
    translation, with placeholders for the keyword arguments given when raising. An argument may be a Text itself. The
    base class (Invalid, NotAllowed, …) tells the web layer which status to use.
    """

    message: ClassVar[Text] = _("This could not be done.")
    published_as: ClassVar[str] = ""
    """The error code for machines, if it is not the class name: a renamed class keeps its code."""

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(self.words("en"))

    def words(self, language: str) -> str:
        """The sentence in a language; in English if it has no translation."""
        return self.text.in_language(language)

    @property
    def text(self) -> Text:
        """The sentence with its values, for use inside another text."""
        return self.message.filled(self.details)

    @property
    def name(self) -> str:
        """The error code for machines."""
        return self.published_as or type(self).__name__


class Invalid(Refusal):
    """The input is invalid."""


class NotAllowed(Refusal):
    """The actor is not permitted to do this."""


class Missing(Refusal):
    """The thing does not exist, or the actor may not know of it."""


class Conflict(Refusal):
    """Somebody else was faster, or the state has changed."""


class TooMany(Refusal):
    """Too many requests."""


class TooLarge(Refusal):
    """The input is larger than the limit."""


class Unavailable(Refusal):
    """The request is valid but cannot be served now; it may be retried after `retry_after` seconds."""

    retry_after: ClassVar[int] = 30
