"""Packets of the manager interface, what their events tell, and call records: with the traps of the real exchange."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.gateways.ami import facts
from peygir.gateways.ami.live import LivePhone, live_calls
from peygir.gateways.ami.reading import extension_of, read_event
from peygir.gateways.ami.records import of_event, of_file, wholes
from peygir.gateways.ami.wire import Packet, encoded, parse

NOW = datetime(2026, 5, 3, 6, 0, tzinfo=UTC)
TEHRAN = ZoneInfo("Asia/Tehran")


def packet(text: str) -> Packet:
    """A packet from lines."""
    return parse("\r\n".join(line.strip() for line in text.strip().splitlines()).encode())


def test_the_first_line_says_what_a_packet_is() -> None:
    read_packet = packet("""Event: OriginateResponse
        ActionID: peygir-1
        Response: Failure
        Reason: 0
        Uniqueid: <null>""")
    assert read_packet.kind == "event"
    assert read_event(read_packet, now=NOW) == [facts.Originated("peygir-1", NOW, False, "")]
    assert packet("Response: Success\nActionID: 1").kind == "response"


def test_headers_that_come_again_are_all_kept() -> None:
    read_packet = packet("""Event: Newchannel
        ChanVariable(PJSIP/trunk-1): A=1
        ChanVariable(PJSIP/trunk-1): MIXMONITOR_FILENAME=/var/spool/q-137.wav
        ChanVariable: B=x=y""")
    assert read_packet.variables() == {"B": "x=y", "A": "1", "MIXMONITOR_FILENAME": "/var/spool/q-137.wav"}
    assert "A=1" in read_packet.all("ChanVariable(PJSIP/trunk-1)")
    assert read_packet.variables()["B"] == "x=y"


@given(st.lists(st.tuples(st.sampled_from(["Name", "Exten", "Text"]), st.text(max_size=40)), min_size=1))
def test_nobodys_text_becomes_a_header(fields: list[tuple[str, str]]) -> None:
    raw = encoded(fields)
    assert raw.endswith(b"\r\n\r\n")
    assert raw.count(b"\r\n") == len(fields) + 1
    assert [name for name, _ in parse(raw[:-4]).fields] == [name for name, _ in fields]


@given(st.binary(max_size=200))
def test_whatever_comes_is_read(raw: bytes) -> None:
    read_event(parse(b"Event: Hangup\r\n" + raw), now=NOW)


CALLER = "Channel: PJSIP/trunk-00000001\nContext: from-trunk\nCallerIDNum: 09170000007\nUniqueid: 1.1\nLinkedid: 1.1"


def test_a_time_out_says_abandon_and_the_call_goes_on() -> None:
    told = packet(f"Event: QueueCallerAbandon\n{CALLER}\nQueue: 137")
    assert read_event(told, now=NOW) == [facts.LeftQueue("1.1", NOW, "137", "unanswered")]
    left = packet(f"Event: QueueCallerLeave\n{CALLER}\nQueue: 137")
    assert read_event(left, now=NOW) == [facts.LeftQueue("1.1", NOW, "137", "")]
    assert read_event(packet(f"Event: Hangup\n{CALLER}"), now=NOW) == [facts.Ended("1.1", NOW)]


def test_who_picks_up() -> None:
    read_packet = packet(f"""Event: AgentConnect
        {CALLER.replace(chr(10), chr(10) + "        ")}
        Queue: 137
        DestChannel: Local/104@from-queue-00000002;1
        DestUniqueid: 1.7""")
    assert facts.Answered("1.1", NOW, "1.7", "104") in read_event(read_packet, now=NOW)
    entered = packet("Event: BridgeEnter\nChannel: PJSIP/104-0000001a\nUniqueid: 1.8\nLinkedid: 1.1")
    assert read_event(entered, now=NOW) == [facts.Answered("1.1", NOW, "1.8", "104")]
    own = packet("Event: BridgeEnter\nChannel: PJSIP/104-0000001a\nUniqueid: 5.1\nLinkedid: 5.1")
    assert read_event(own, now=NOW) == []


def test_who_was_asked_first_has_the_call() -> None:
    packet_text = """Event: AttendedTransfer
        Result: {}
        OrigTransfererChannel: PJSIP/101-0000001a
        OrigTransfererLinkedid: 1.1
        SecondTransfererChannel: PJSIP/101-0000001a
        TransferTargetChannel: Local/102@peygir-ask-00000007;1"""
    assert read_event(packet(packet_text.format("Success")), now=NOW) == [facts.Transferred("1.1", NOW, "102")]
    assert read_event(packet(packet_text.format("Fail")), now=NOW) == []
    rung = "Event: DialEnd\nDestChannel: {}\nDestUniqueid: 1.9\nDestLinkedid: 1.1\nDialStatus: {}"
    assert read_event(packet(rung.format("PJSIP/102-1", "NOANSWER")), now=NOW) == [
        facts.NotAnswered("1.1", NOW, "102", "no answer")
    ]
    assert read_event(packet(rung.format("PJSIP/trunk-1", "BUSY")), now=NOW) == [
        facts.NotReached("1.1", NOW, "1.9", "busy")
    ]


def test_whose_pick_up_it_is_in_a_call_of_ours() -> None:
    """Our own phone, whose id is the call's key; a Local channel that a dialplan may answer; the citizen's trunk."""
    own = "Channel: PJSIP/101-05\nUniqueid: peygir-a\nLinkedid: peygir-a\nExten: 09170000001\n"
    ended = "Event: DialEnd\n{}DestChannel: {}\nDestUniqueid: {}\nDestLinkedid: peygir-a\nDialStatus: {}"
    key = "peygir-a"
    first = packet(ended.format("", "PJSIP/101-05", key, "ANSWER"))
    assert read_event(first, now=NOW) == [facts.Answered(key, NOW, key, "101")]
    refused = packet(ended.format("", "PJSIP/101-05", key, "BUSY"))
    assert read_event(refused, now=NOW) == [facts.FirstLegFailed(key, NOW, "busy")]
    half = packet(ended.format(own, "Local/09170000001@out-00000001;1", "1.7", "ANSWER"))
    assert read_event(half, now=NOW) == []
    for trunk in ("PJSIP/trunk-06", "PJSIP/2191-06"):
        taken = packet(ended.format(own, trunk, "1.8", "ANSWER"))
        assert read_event(taken, now=NOW) == [facts.Answered(key, NOW, "1.8", "")]
        busy = packet(ended.format(own, trunk, "1.8", "BUSY"))
        assert read_event(busy, now=NOW) == [facts.NotReached(key, NOW, "1.8", "busy")]


def test_a_key_in_the_survey_names_its_call() -> None:
    told = packet(f"Event: UserEvent\n{CALLER}\nUserEvent: PeygirSurvey\nAsk: 7\nCall: peygir-survey-a\nKey: 2")
    assert read_event(told, now=NOW) == [facts.SurveyKeyPressed("peygir-survey-a", NOW, "2")]


@pytest.mark.parametrize(
    ("channel", "extension"),
    [
        ("PJSIP/101-0000001a", "101"),
        ("SIP/101", "101"),
        ("Local/101@from-queue/n", ""),
        ("PJSIP/trunk-000000aa", ""),
        ("Local/101@from-queue-0000;2", "101"),
        ("Agent/101", "101"),
        ("DAHDI/i1/09170000007-1", ""),
        ("", ""),
    ],
)
def test_whose_phone_a_channel_is(channel: str, extension: str) -> None:
    assert extension_of(channel) == extension


def test_a_hidden_number_and_an_inner_call() -> None:
    rang = packet(
        f"Event: Newchannel\n{CALLER}\nExten: 137\nTimestamp: 1777788000.5".replace("09170000007", "Anonymous")
    )
    (fact,) = read_event(rang, now=NOW)
    assert isinstance(fact, facts.Rang)
    assert fact.caller == ""
    assert fact.at == datetime.fromtimestamp(1777788000.5, tz=UTC)
    inner = packet("Event: Newchannel\nChannel: PJSIP/101-1\nContext: from-internal\nUniqueid: 2.1\nLinkedid: 2.1")
    assert read_event(inner, now=NOW) == []


def test_what_is_on_the_line_after_a_cut() -> None:
    channels = [
        packet(f"Event: CoreShowChannel\n{CALLER}\nExten: 137\nDuration: 00:01:05\nBridgeId: b1\nApplication: Queue"),
        packet("Event: CoreShowChannel\nChannel: PJSIP/101-0000000b\nUniqueid: 1.2\nLinkedid: 1.1\nBridgeId: b1"),
    ]
    entry = packet(f"Event: QueueEntry\nQueue: 137\nWait: 5\n{CALLER}")
    (call,) = live_calls(channels, [entry], now=NOW)
    assert call.phones == (LivePhone("1.2", "101", NOW),)
    assert (call.queue, call.joined_at, call.is_inbound) == ("137", NOW - timedelta(seconds=5), True)
    assert call.began_at == NOW - timedelta(seconds=65)


def row(key: str, *, other: str, answered: str, end: str = "2026-05-03 09:31:30", sequence: int = 1) -> str:
    """A line as cdr_csv writes it."""
    values = [
        "",
        "09170000007",
        "137",
        "from-trunk",
        "",
        "PJSIP/trunk-1",
        other,
        "Queue",
        "137,t",
        "2026-05-03 09:30:00",
        answered,
        end,
        "90",
        "60",
        "ANSWERED" if answered else "NO ANSWER",
        "DOCUMENTATION",
        key,
        "",
        "",
        key,
        str(sequence),
    ]
    return ",".join(f'"{value}"' for value in values)


def test_six_records_are_one_call(tmp_path: Path) -> None:
    file = tmp_path / "Master.csv"
    lines = [row("1.1", other=f"PJSIP/10{number}-0000000a", answered="", sequence=number) for number in range(5)]
    lines.append(row("1.1", other="PJSIP/109-0000000b", answered="2026-05-03 09:30:30", sequence=9))
    file.write_text(
        "\n".join([*lines, "half a li", row("0.9", other="", answered="", end="2026-05-01 10:00:00")]) + "\n"
    )
    (call,) = wholes(of_file(file, zone=TEHRAN, since=NOW - timedelta(hours=1)))
    assert (call.key, call.caller, call.queue, call.is_inbound) == ("1.1", "09170000007", "137", True)
    assert call.began_at == NOW
    (answer,) = call.answers
    assert (answer.extension, answer.at, answer.is_exact) == ("109", NOW + timedelta(seconds=30), True)
    assert list(of_file(tmp_path / "none.csv", zone=TEHRAN, since=NOW)) == []


def test_a_record_in_an_event() -> None:
    read_packet = packet("""Event: Cdr
        Source: 09170000007
        Channel: PJSIP/trunk-1
        StartTime: 2026-05-03 09:30:00
        EndTime: 2026-05-03 09:30:20
        Disposition: NO ANSWER
        UniqueID: 1.1""")
    found = of_event(read_packet, TEHRAN)
    assert found is not None
    assert (found.key, found.answered_at) == ("1.1", None), "without a mapped Linkedid the UniqueID stands for it"
    assert of_event(packet("Event: Cdr\nUniqueID: 1.1"), TEHRAN) is None
