"""An event as pages read it: a row of the database has its columns."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol


class EventFacts(Protocol):
    """An event of the file that `file` (its kind) and `file_id` name.

    `number` is its place in the file, `by` the actor as it is stored («staff:3»).
    """

    @property
    def file(self) -> str: ...
    @property
    def file_id(self) -> int: ...
    @property
    def number(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def by(self) -> str: ...
    @property
    def data(self) -> Mapping[str, object]: ...
