"""Events of the drop box and of the keys of its receivers; none holds a word, a time of day or an address."""

from peygir.history.catalogue import EventData, event


@event("drop_box_opened", file="dropbox", ends=True)
class DropBoxOpened(EventData):
    """A report came into a new drop box; `digest` is a salted hash of what it says."""

    receiver: str
    digest: str


@event("drop_message_received", file="dropbox", ends=True)
class DropMessageReceived(EventData):
    """The writer of a report wrote again: the message's number in the box, and a salted hash of what it says."""

    message: int
    digest: str


@event("drop_reply_sent", file="dropbox", ends=True)
class DropReplySent(EventData):
    """The receivers answered: the message's number in the box, and a hash of its encrypted form."""

    message: int
    digest: str


@event("drop_messages_resealed", file="dropbox", ends=True)
class DropMessagesResealed(EventData):
    """Somebody with a key gave another key of the same receiver access to messages: how many, and which key."""

    key: int
    messages: int


@event("drop_box_closed", file="dropbox", ends=True)
class DropBoxClosed(EventData):
    """The receivers closed a box; it is destroyed on a day (ISO 8601) unless it is opened again."""

    destroyed_on: str


@event("drop_box_reopened", file="dropbox", ends=True)
class DropBoxReopened(EventData):
    """The receivers opened a closed box again."""


@event("drop_box_destroyed", file="dropbox", ends=True)
class DropBoxDestroyed(EventData):
    """The time of a box was over: so many messages and sealed keys were deleted, and the name of the box emptied."""

    messages: int
    seals: int


@event("drop_key_proposed", file="dropkey", ends=True)
class DropKeyProposed(EventData):
    """A receiver made a key pair and handed in its public half, which has this SHA-256 (hex)."""

    receiver: str
    fingerprint: str


@event("drop_key_confirmed", file="dropkey", ends=True)
class DropKeyConfirmed(EventData):
    """A second person confirmed the key; from now on messages are sealed to it."""

    fingerprint: str


@event("drop_key_ended", file="dropkey", ends=True)
class DropKeyEnded(EventData):
    """Nothing more is sealed to the key, and why."""

    fingerprint: str
    why: str
