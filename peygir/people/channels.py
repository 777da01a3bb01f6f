"""The channels by which people and the city reach each other: reports, contacts, messages and answers."""

from typing import Final, Self

from peygir.core.translation import Text, gettext_lazy, pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class Channel(Vocabulary):
    """A channel, with the tables in which it stands.

    `uses` are among `report`, `contact`, `inbound` (what people send to us), `message` (what we send) and `follow`
    (news of a case that is not one's own). `by` says in a preview how a message goes out, `news` beside a reporter how
    they get news; SMS, the usual way, needs neither.
    """

    uses: frozenset[str]
    by: Text | None
    news: Text | None

    def __new__(cls, value: str, label: Text, uses: str = "", by: Text | None = None, news: Text | None = None) -> Self:
        member = str.__new__(cls, value)
        member._value_, member.label, member.uses = value, label, frozenset(uses.split())
        member.by, member.news = by, news
        return member

    WEB = "web", pgettext_lazy("channel", "website"), "report"
    PHONE = "phone", pgettext_lazy("channel", "phone"), "report contact"
    SMS = "sms", pgettext_lazy("channel", "SMS"), "report contact inbound message follow"
    APP = "app", pgettext_lazy("channel", "app"), "report contact inbound"
    MAIL = (
        "mail",
        pgettext_lazy("channel", "mail"),
        "report contact inbound message follow",
        gettext_lazy("by email"),
        gettext_lazy("hears of it by email"),
    )
    VISIT = "visit", pgettext_lazy("channel", "visit"), "report contact"
    PATROL = "patrol", pgettext_lazy("channel", "inspectors' patrol"), "report"
    API = "api", pgettext_lazy("channel", "another system"), "report"
    IMPORT = "import", pgettext_lazy("channel", "city record"), "report"
    CHAT = (
        "chat",
        pgettext_lazy("channel", "messenger"),
        "contact message",
        gettext_lazy("in the messenger"),
        gettext_lazy("hears of it in the messenger"),
    )
    VOICE = "voice", pgettext_lazy("channel", "voice menu")

    @classmethod
    def used_for(cls, use: str) -> tuple["Channel", ...]:
        """The channels of one of the uses, in their order."""
        return tuple(channel for channel in Channel if use in channel.uses)

    @property
    def outgoing(self) -> "Channel":
        """The channel of our answers to what came by this one: a messenger's report is answered in its chat."""
        return Channel.CHAT if self is Channel.APP else self

    @property
    def incoming(self) -> "Channel":
        """The channel of a report that came by this one: in the cases a chat is an app's channel."""
        return Channel.APP if self is Channel.CHAT else self


REPORT_CHANNELS: Final = Channel.used_for("report")
CONTACT_CHANNELS: Final = Channel.used_for("contact")
INBOUND_CHANNELS: Final = Channel.used_for("inbound")
MESSAGE_CHANNELS: Final = Channel.used_for("message")
FOLLOW_CHANNELS: Final = Channel.used_for("follow")
REPLY_CHANNELS: Final = tuple(channel for channel in MESSAGE_CHANNELS if channel is not Channel.SMS)
"""Channels with an address of their own, which is kept with the report that came by it."""
MESSENGERS: Final = tuple(channel for channel in REPLY_CHANNELS if channel is not Channel.MAIL)
