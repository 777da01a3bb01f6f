"""The columns of people that pages read: a row of the database has them, and so may a plain value."""

from typing import Protocol


class CitizenFacts(Protocol):
    """The reporter of a report, or the person for whom somebody reported."""

    @property
    def pk(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def is_silent(self) -> bool: ...
