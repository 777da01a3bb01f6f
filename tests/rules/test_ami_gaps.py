"""What is left of a call that nobody listened to: its records, the queue's log, and what the dialplan noted in it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from peygir.centre.contacts.menu_rules import MenuFacts, MenuKeyFacts, dialplan
from peygir.centre.contacts.rules import talk_seconds
from peygir.gateways.ami.live import live_calls
from peygir.gateways.ami.noted_keys import NotedKey, noted_keys, of_userfield
from peygir.gateways.ami.queue_log import QueueStay, stays
from peygir.gateways.ami.records import CallRecord, of_event, wholes
from peygir.gateways.ami.wire import Packet

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
KEY = "1795780800.5"


def second(number: float) -> datetime:
    """So many seconds after the call began."""
    return NOW + timedelta(seconds=number)


def record(other: str, disposition: str, start: int, answer: int | None, end: int, **more: str) -> CallRecord:
    """A record of the call from 09170000001 through a queue."""
    record_values = {
        "channel": "PJSIP/trunk-00000003",
        "line": "1",
        "context": "peygir-menu-main",
        "application": "Queue",
        "data": "137,t",
        "userfield": "",
        "sequence": str(start),
    } | more
    return CallRecord(
        KEY,
        KEY,
        "09170000001",
        record_values["line"],
        record_values["context"],
        record_values["channel"],
        other,
        record_values["application"],
        record_values["data"],
        second(start),
        None if answer is None else second(answer),
        second(end),
        disposition,
        record_values["userfield"],
        record_values["sequence"],
    )


# As Asterisk 22 wrote them: the dialplan answers at 0, two phones ring at 1, 101 picks up at 9, the end is at 14.
MENU_CALL = [record("PJSIP/101-04", "ANSWERED", 0, 0, 14), record("PJSIP/102-05", "NO ANSWER", 1, 1, 9)]
QUEUE_LOG = [
    f"{NOW.timestamp() + 1:.0f}|{KEY}|137|NONE|ENTERQUEUE||09170000001|1",
    f"{NOW.timestamp() + 9:.0f}|{KEY}|137|PJSIP/101|CONNECT|8|1795780801.6|7",
    f"{NOW.timestamp() + 14:.0f}|{KEY}|137|PJSIP/101|COMPLETECALLER|8|5|1",
]


def test_a_record_alone_does_not_tell_when_somebody_picked_up() -> None:
    (call,) = wholes(MENU_CALL)
    (answer,) = call.answers
    assert (answer.extension, answer.at, answer.until, answer.is_exact) == ("101", NOW, second(14), False)


def test_the_queues_log_tells_it() -> None:
    (call,) = wholes(MENU_CALL, stays=stays(QUEUE_LOG))
    (answer,) = call.answers
    assert (answer.uniqueid, answer.at, answer.is_exact) == ("1795780801.6", second(9), True)
    assert call.stays == (QueueStay("137", second(1), second(9), second(9), "1795780801.6"),)


def test_a_record_tells_it_where_nothing_had_answered_before() -> None:
    rows = [record("PJSIP/101-04", "ANSWERED", 0, 9, 14), record("PJSIP/102-05", "NO ANSWER", 0, None, 9)]
    (call,) = wholes(rows)
    assert [(answer.at, answer.is_exact) for answer in call.answers] == [(second(9), True)]
    (alone,) = wholes(rows[:1])
    assert [answer.is_exact for answer in alone.answers] == [False], "one record might be of a dialplan that answers"


def test_the_line_is_not_the_key_that_was_pressed() -> None:
    (call,) = wholes(MENU_CALL)
    assert call.line == ""
    noted = [record("PJSIP/101-04", "ANSWERED", 0, 0, 14, userfield="peygir|+987137137| main/3/1/snow;other")]
    (call,) = wholes(noted)
    assert (call.line, call.heard) == ("+987137137", (NotedKey("main", 3, "1", "snow"),))
    (direct,) = wholes([record("PJSIP/101-04", "ANSWERED", 0, 0, 14, context="from-trunk", line="137")])
    assert direct.line == "137"


@pytest.mark.parametrize("trunk", ["PJSIP/trunk-06", "PJSIP/2191-06"])
@pytest.mark.parametrize(
    ("disposition", "reason"), [("BUSY", "busy"), ("NO ANSWER", "no answer"), ("FAILED", "no such channel")]
)
def test_a_call_of_ours_in_which_our_own_phone_alone_answered(trunk: str, disposition: str, reason: str) -> None:
    ours = {"channel": "PJSIP/101-05", "line": "09170000001", "context": "from-internal", "application": "Dial"}
    rows = [record(trunk, disposition, 0, 1, 9, **ours), record("", "ANSWERED", 9, 9, 9, **ours)]
    (call,) = wholes(rows)
    assert (call.outside, call.words, call.answers) == (None, reason, ())
    (reached,) = wholes([record(trunk, "ANSWERED", 0, 1, 9, **ours)])
    assert reached.outside is not None
    assert (reached.outside.is_exact, reached.words, reached.answers) == (False, "", ())


@pytest.mark.parametrize(
    "lines",
    [
        ["", "x|y", "no time|1.1|137|NONE|ENTERQUEUE|", "1|1.1|137|A|CONNECT"],
        ["1795780800|NONE|NONE|NONE|QUEUESTART|"],
        [f"{10**20}|1.1|137|NONE|ENTERQUEUE|"],
    ],
)
def test_a_log_that_was_cut_is_read_as_far_as_it_goes(lines: list[str]) -> None:
    found = stays(lines)
    assert all(stay.queue == "137" for rows in found.values() for stay in rows)


def test_a_connection_without_its_joining_is_reckoned_from_the_hold_time() -> None:
    (stay,) = stays(QUEUE_LOG[1:])[KEY]
    assert (stay.joined_at, stay.connected_at) == (second(1), second(9))


def test_who_gives_up_and_comes_again_has_two_stays() -> None:
    epoch = round(NOW.timestamp())
    lines = [
        f"{epoch}|{KEY}|137|NONE|ENTERQUEUE|",
        f"{epoch + 3}|{KEY}|137|NONE|EXITWITHTIMEOUT|1|1|3",
        f"{epoch + 4}|{KEY}|more|NONE|ENTERQUEUE|",
        f"{epoch + 9}|{KEY}|more|NONE|ABANDON|1|1|5",
    ]
    assert stays(lines)[KEY] == (QueueStay("137", NOW, second(3)), QueueStay("more", second(4), second(9)))


CHANNEL = [
    ("Event", "CoreShowChannel"),
    ("Channel", "PJSIP/trunk-03"),
    ("CallerIDNum", "09170000001"),
    ("Context", "peygir-menu-main"),
    ("Exten", "1"),
    ("Uniqueid", KEY),
    ("Linkedid", KEY),
    ("Application", "Queue"),
    ("ApplicationData", "137,t"),
    ("Duration", "00:00:20"),
    ("BridgeId", "b1"),
]
PHONE = [
    ("Event", "CoreShowChannel"),
    ("Channel", "PJSIP/101-04"),
    ("Uniqueid", "1.6"),
    ("Linkedid", KEY),
    ("Duration", "00:00:12"),
    ("BridgeId", "b1"),
]
STATUS = [
    ("Event", "Status"),
    ("Channel", "PJSIP/trunk-03"),
    ("DNID", "138"),
    ("Uniqueid", KEY),
    ("Variable", "PEYGIR_QUEUE=137"),
    ("Variable", "PEYGIR_HEARD= main/3/1/"),
]


def test_a_call_on_the_line_keeps_its_number_and_its_key() -> None:
    (call,) = live_calls([Packet(CHANNEL), Packet(PHONE)], [], [Packet(STATUS)], now=NOW)
    assert (call.line, call.queue, call.heard) == ("138", "137", (NotedKey("main", 3, "1", ""),))
    assert [(phone.extension, phone.rang_at) for phone in call.phones] == [("101", second(-12))]
    assert (call.is_inbound, call.joined_at) == (True, None)


def test_a_call_in_a_menu_of_which_status_tells_nothing_has_no_line() -> None:
    (call,) = live_calls([Packet(CHANNEL), Packet(PHONE)], [], now=NOW)
    assert (call.line, call.queue) == ("", "137")
    entry = [
        (name, "from-trunk" if name == "Context" else "137" if name == "Exten" else value) for name, value in CHANNEL
    ]
    (call,) = live_calls([Packet(entry)], [], now=NOW)
    assert call.line == "137"


MENU = MenuFacts(
    1,
    "main",
    3,
    NOW,
    "فهرست",
    "Menu",
    "137-greeting",
    "سلام",
    "",
    "",
    5,
    2,
    "137",
    (
        MenuKeyFacts("1", "برف", "Snow", "", "queue", "137-snow", "snow", None, None),
        MenuKeyFacts("3", "پیام", "Message", "", "voice_mail", "137", "", date(2026, 1, 1), None),
    ),
)
PLAN = dialplan([MENU], zone="Asia/Tehran", written_at=NOW)


def test_the_dialplan_takes_a_number_with_its_plus() -> None:
    entry = PLAN.split("[peygir-in]")[1].split("[peygir-menu-main]")[0]
    assert "exten => _+X.,1,Set(PEYGIR_LINE=${EXTEN})" in entry
    assert entry.count("Goto(peygir-menu-main,s,1)") == 3


def test_the_dialplan_notes_what_is_read_back() -> None:
    (told,) = [line for line in PLAN.splitlines() if "Set(PEYGIR_HEARD=" in line and "/1/" in line]
    value = told.split("Set(PEYGIR_HEARD=")[1].removesuffix(")").replace("${PEYGIR_HEARD}", "")
    assert noted_keys(value) == (NotedKey("main", 3, "1", "snow"),)
    (noted, *_) = [line for line in PLAN.splitlines() if "Set(CDR(userfield)=" in line]
    field = noted.split("userfield)=")[1].removesuffix(")")
    field = field.replace("${PEYGIR_LINE}", "138").replace("${PEYGIR_HEARD}", value)
    assert of_userfield(field) == ("138", (NotedKey("main", 3, "1", "snow"),))
    assert of_userfield("somebody's own") is None


def test_the_dialplan_tells_of_a_message_when_it_was_kept() -> None:
    before, after = PLAN.split("VoiceMail(137@default,u)")
    assert "PeygirVoice" not in before.split("exten => 3,1")[1]
    (line,) = [line for line in after.splitlines() if "PeygirVoice" in line]
    assert line.startswith("exten => h,1,")
    assert "VMSTATUS" in line


def test_the_talk_is_what_was_spoken() -> None:
    spans = [(second(10), second(15)), (second(11), second(15)), (second(40), second(50))]
    assert talk_seconds(spans, since=second(10)) == 15
    assert talk_seconds(spans, since=second(12)) == 13
    assert talk_seconds([], since=NOW) == 0


def test_a_record_in_an_event_has_its_context_and_userfield() -> None:
    packet = Packet(
        [
            ("Event", "Cdr"),
            ("Open311Source", "09170000001"),
            ("Destination", "1"),
            ("DestinationContext", "peygir-menu-main"),
            ("Channel", "PJSIP/trunk-1"),
            ("StartTime", "2026-11-27 12:00:00"),
            ("EndTime", "2026-11-27 12:00:20"),
            ("Disposition", "NO ANSWER"),
            ("UniqueID", KEY),
            ("UserField", "peygir|138| main/3/1/"),
        ]
    )
    found = of_event(packet, ZoneInfo("UTC"))
    assert found is not None
    assert (found.context, found.userfield, found.is_taken) == ("peygir-menu-main", "peygir|138| main/3/1/", False)
