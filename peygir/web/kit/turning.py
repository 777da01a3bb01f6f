"""The links at the foot of a list: pages before and after."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turning:
    """What the page links at the foot ask for."""

    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before."""
        return self.number > 1

    @property
    def has_other_pages(self) -> bool:
        """Whether links are needed at all."""
        return self.has_next or self.has_previous

    @property
    def next_page_number(self) -> int:
        """The page after."""
        return self.number + 1

    @property
    def previous_page_number(self) -> int:
        """The page before."""
        return self.number - 1
