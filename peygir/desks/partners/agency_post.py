"""How agencies are written to, as `journey` provides it: desks do not know each other."""

from collections.abc import Mapping
from typing import Final, Protocol


class AgencyPost(Protocol):
    """Sends mails to agencies, and knows which of them have a server of their own."""

    def has_server(self, agency_id: int) -> bool:
        """Whether referrals to this agency go to its own server."""
        ...

    def send(self, kind: str, *, address: str, values: Mapping[str, str]) -> None:
        """Put a mail of a kind into the outbox, in the transaction of what it tells."""
        ...


agency_post: Final[list[AgencyPost]] = []
"""One entry, which `journey.agencies.post` sets."""
