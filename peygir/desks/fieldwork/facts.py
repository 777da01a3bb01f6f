"""Evidence as pages read it: a row of the database has its columns."""

from typing import Protocol


class EvidenceFacts(Protocol):
    """A photo of the work, or (`form`) what was done as text; only a photo that is ready can be shown."""

    @property
    def pk(self) -> int: ...
    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def form(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def is_public(self) -> bool: ...
