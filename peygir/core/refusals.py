"""Expected failures are exceptions named as sentences; each carries its words in Persian and English."""

from typing import Any, ClassVar


class Refusal(Exception):
    """Something that was asked for and is not done, with the reason a person can act on.

    Subclasses are defined beside the function that raises them and set `fa` and `en`, format strings over the
    keyword arguments given when raising. The family (Invalid, NotAllowed, …) tells an edge which status to use.
    """

    fa: ClassVar[str] = "این کار انجام نشد."
    en: ClassVar[str] = "This could not be done."

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(self.words("en"))

    def words(self, language: str) -> str:
        """The sentence for the reader, in `fa` or (anything else) English."""
        template = self.fa if language.startswith("fa") else self.en
        return template.format(**self.details)

    @property
    def name(self) -> str:
        """The class name: a stable word for machines."""
        return type(self).__name__


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
