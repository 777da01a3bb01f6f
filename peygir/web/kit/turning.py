"""Pagination links of a list."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turning:
    """The interface of the pagination links' template."""

    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        """Whether there is a previous page."""
        return self.number > 1

    @property
    def has_other_pages(self) -> bool:
        """Whether there is more than one page."""
        return self.has_next or self.has_previous

    @property
    def next_page_number(self) -> int:
        """Return the number of the next page."""
        return self.number + 1

    @property
    def previous_page_number(self) -> int:
        """Return the number of the previous page."""
        return self.number - 1
