"""The base of the vocabularies: closed sets of values, each with its label, from which everything else is made."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Self, cast

from peygir.core.translation import Text


class Vocabulary(StrEnum):
    """A closed set of strings; a member is written with its label: `DONE = "done", gettext_lazy("Done")`.

    A member is a `str` with the value of its row: it equals the plain string, has its hash, its JSON and its `repr`,
    and the database driver writes it as text. So a value that was read from a row needs no conversion. A subclass
    with more attributes has its own `__new__`.
    """

    label: Text

    def __new__(cls, value: str, label: Text) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def of(cls, value: str) -> Self:
        """The member with this value. Raises KeyError for any other."""
        return cast(Self, cls._value2member_map_[value])

    @classmethod
    @cache
    def labels(cls) -> Mapping[str, Text]:
        """The label of each value, in their order."""
        return MappingProxyType({member: member.label for member in cls})

    @classmethod
    def values(cls) -> list[str]:
        """All values as plain strings, sorted: for the constraint of a column."""
        return plain(cls)

    def __repr__(self) -> str:
        return str.__repr__(self)


def plain(members: Iterable[Vocabulary]) -> list[str]:
    """The values of `members` as plain strings, sorted: as they are written into a migration."""
    return sorted(member.value for member in members)
