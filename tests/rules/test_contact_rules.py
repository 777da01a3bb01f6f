"""When a missed call is called back, whose number a caller's is, and what the dialplan plays."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.centre.contacts.menu_rules import MenuFacts, MenuKeyFacts, dialplan, is_on
from peygir.centre.contacts.rules import CentreSettings, PastCall, call_back_due, caller_phone, noticed, stage

TEHRAN = ZoneInfo("Asia/Tehran")
NOW = datetime(2026, 5, 3, 6, 0, tzinfo=UTC)


@given(st.datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2027, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_call_back_is_due_soon_and_by_day(missed: datetime) -> None:
    centre_settings = CentreSettings()
    due = call_back_due(missed, centre_settings=centre_settings, zone=TEHRAN)
    assert missed < due <= missed + timedelta(hours=12)
    wall = missed.astimezone(TEHRAN).time()
    if not centre_settings.day_opens <= wall < centre_settings.day_closes:
        assert due.astimezone(TEHRAN).time() == time(8, 30)


@pytest.mark.parametrize(
    ("shown", "phone"),
    [
        ("09170000007", "+989170000007"),
        ("989170000007", "+989170000007"),
        ("9170000007", "+989170000007"),
        ("32345678", "+987132345678"),
        ("07132345678", "+987132345678"),
        ("101", ""),
        ("137", ""),
        ("", ""),
        ("unknown", ""),
        ("'; drop", ""),
    ],
)
def test_whose_number_it_is(shown: str, phone: str) -> None:
    assert caller_phone(shown, area_code="71") == phone


def test_one_persons_word_marks_nobody() -> None:
    calls = [PastCall(NOW - timedelta(days=day), 1, True) for day in range(5)]
    assert noticed(calls, now=NOW, centre_settings=CentreSettings()) == {}
    assert noticed([*calls, PastCall(NOW, 2, True)], now=NOW, centre_settings=CentreSettings()) == {"prank": 6}
    often = [PastCall(NOW - timedelta(hours=hour), 1, False) for hour in range(10)]
    assert noticed(often, now=NOW, centre_settings=CentreSettings()) == {"repeat": 10}
    assert noticed(often, now=NOW + timedelta(days=30), centre_settings=CentreSettings()) == {}


def test_stages() -> None:
    assert stage(answered_at=None, ended_at=None, outcome="") == "ringing"
    assert stage(answered_at=NOW, ended_at=None, outcome="") == "talking"
    assert stage(answered_at=NOW, ended_at=NOW, outcome="") == "untold"
    assert stage(answered_at=None, ended_at=None, outcome="", is_call=False) == "untold"
    assert stage(answered_at=None, ended_at=None, outcome="thanks") == "told"


def key(name: str, deed: str, target: str = "", **given: object) -> MenuKeyFacts:
    """A key of a menu."""
    values = {"prompt": "", "season_code": "", "from_on": None, "to_on": None, **given}
    return MenuKeyFacts(key=name, name_fa="کلید", name_en="", deed=deed, target=target, **values)  # type: ignore[arg-type]


def menu(*keys: MenuKeyFacts, code: str = "main") -> MenuFacts:
    """A menu with a line of consent."""
    return MenuFacts(
        1, code, 3, NOW, "اصلی", "", "137-welcome", "خوش آمدید", "137-consent", "ضبط می‌شود", 5, 2, "137", keys
    )


def test_the_dialplan_plays_the_menu() -> None:
    nowruz = key(
        "9",
        "queue",
        "nowruz",
        season_code="nowruz",
        from_on=date(2027, 3, 15),
        to_on=date(2027, 4, 3),
        prompt="137-nowruz",
    )
    keys = [
        key("1", "queue", "137"),
        key("2", "menu", "more"),
        key("3", "say", "137-hours"),
        key("4", "voice_mail", "137"),
        key("5", "dial", "125"),
        key("0", "again"),
        nowruz,
    ]
    text = dialplan([menu(*keys), menu(code="more")], zone="Asia/Tehran", written_at=NOW, technology="SIP")
    for text_line in (
        "[peygir-in]",
        "exten => _X.,1,Set(PEYGIR_LINE=${EXTEN})",
        " same => n,Goto(peygir-menu-main,s,1)",
        "[peygir-menu-main]",
        "[peygir-menu-more]",
        " same => n,Playback(137-consent)",
        " same => n(again),Background(137-welcome)",
        " same => n,WaitExten(5)",
        " same => n,UserEvent(PeygirMenu,Menu: main,Version: 3,Key: 1,Campaign: ,Consent: yes)",
        " same => n,Queue(137,t)",
        " same => n,Goto(peygir-menu-more,s,1)",
        " same => n,Playback(137-hours)",
        " same => n,VoiceMail(137@default,u)",
        " same => n,Dial(Local/125@from-internal,60)",
        " same => n,GotoIf($[${STRFTIME(${EPOCH},Asia/Tehran,%Y%m%d)} >= 20270315"
        " & ${STRFTIME(${EPOCH},Asia/Tehran,%Y%m%d)} <= 20270403]?on)",
        " same => n,GotoIf($[${PEYGIR_TRIES} < 2]?s,again)",
        " same => n,Set(PEYGIR_QUEUE=137)",
        "[peygir-pass]",
        "exten => _X.,1,Dial(SIP/${EXTEN},25,t)",
        " same => n,Queue(${PEYGIR_QUEUE},t)",
        "[peygir-ask]",
        "exten => _X.,1,Dial(SIP/${EXTEN},25)",
    ):
        assert text_line in text.splitlines()
    assert is_on(nowruz, date(2027, 4, 3))
    assert not is_on(nowruz, date(2027, 4, 4))
    # Every context's extensions begin at priority 1, and every label that is gone to is there.
    starts = [line for line in text.splitlines() if line.startswith("exten")]
    assert all(",1," in line for line in starts)
    assert dialplan([], zone="Asia/Tehran", written_at=NOW).startswith("; Written by Peygir")
