"""Which channel is whose, as the exchange's list of channels shows it."""

from peygir.gateways.ami.reading import asking_channel, citizens_channel, phones_channel
from peygir.gateways.ami.wire import Packet


def row(channel: str, uniqueid: str, key: str, bridge: str = "") -> Packet:
    """A line of CoreShowChannels."""
    fields = [("Event", "CoreShowChannel"), ("Channel", channel), ("Uniqueid", uniqueid), ("Linkedid", key)]
    return Packet((*fields, ("BridgeId", bridge)))


def test_which_channel_asks_a_colleague() -> None:
    citizen, own = row("PJSIP/trunk-02", "1", "1", "one"), row("PJSIP/101-01", "2", "1", "two")
    consulted = row("PJSIP/102-03", "3", "1", "three")
    assert asking_channel([citizen, own, consulted], "1", "101", "102") == "PJSIP/101-01"
    assert asking_channel([citizen, own], "1", "101") == "PJSIP/101-01", "the colleague's phone need not be there"
    assert asking_channel([citizen, own], "1", "101", "102") == "", "they have hung up"
    assert asking_channel([citizen, row("PJSIP/101-01", "2", "1", "one"), consulted], "1", "101", "102") == ""
    assert asking_channel([citizen, row("PJSIP/101-01", "2", "1"), consulted], "1", "101", "102") == ""
    assert asking_channel([own, consulted], "1", "101", "102") == "", "the citizen has gone"


def test_which_channel_is_the_citizens() -> None:
    came = [row("PJSIP/101-01", "2", "1"), row("PJSIP/trunk-02", "1", "1"), row("PJSIP/trunk-03", "7", "7")]
    assert citizens_channel(came, "1") == "PJSIP/trunk-02"
    ours = [row("PJSIP/101-01", "9", "9"), row("Local/55@from-internal-1;1", "8", "9"), row("SIP/mokh-02", "3", "9")]
    assert citizens_channel(ours, "9") == "SIP/mokh-02"
    assert citizens_channel(ours[:1], "9") == ""
    assert phones_channel([*ours, row("Local/101@peygir-ask-1;1", "6", "1"), *came], "1", "101") == "PJSIP/101-01"
    assert phones_channel(came, "1", "") == phones_channel(came, "7", "101") == ""
