"""Short messages: the adapters keep their word, also between threads, processes and crashes."""

import io
import json
import multiprocessing
import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from peygir.gateways.outbox import OutboxFile
from peygir.gateways.results import GatewayFailed
from peygir.gateways.sms import LONGEST_TEXT, ConsoleSms, FileSms, send_sms

PHONE = "+989171234567"


@pytest.fixture(autouse=True)
def outbox(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path
    settings.SMS_ADAPTER = "file"
    return tmp_path / "outbox" / "sms.jsonl"


def lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_message_is_one_line(outbox: Path) -> None:
    receipt = send_sms(PHONE, "کد پیگیری شما:\n۰۵۱۲۳۴۵۶۷۴", "message-1")
    assert receipt.provider_id == "file:message-1"
    (sent_message,) = lines(outbox)
    assert sent_message["to"] == PHONE
    assert sent_message["text"] == "کد پیگیری شما:\n۰۵۱۲۳۴۵۶۷۴"
    assert sent_message["message_id"] == "message-1"
    assert sent_message["at"].endswith("+00:00")
    assert stat.S_IMODE(outbox.stat().st_mode) == 0o600


def test_the_same_id_is_written_once(outbox: Path) -> None:
    first = send_sms(PHONE, "یک", "a")
    assert send_sms(PHONE, "یک", "a") == first
    send_sms(PHONE, "دو", "b")
    assert [line["message_id"] for line in lines(outbox)] == ["a", "b"]
    # Another process starts with an empty memory and reads the file.
    assert FileSms(outbox).send(PHONE, "یک", "a") == first
    FileSms(outbox).send(PHONE, "سه", "c")
    send_sms(PHONE, "سه", "c")
    assert [line["message_id"] for line in lines(outbox)] == ["a", "b", "c"]


def test_a_half_written_line_is_cut_off_and_written_again(outbox: Path) -> None:
    send_sms(PHONE, "یک", "a")
    whole = outbox.read_bytes()
    for torn in (b'{"message_id": "b", "to": "+98', '{"message_id": "b", "text": "دو'.encode()[:-1]):
        outbox.write_bytes(whole + torn)
        FileSms(outbox).send(PHONE, "دو", "b")
        assert [line["message_id"] for line in lines(outbox)] == ["a", "b"]


def test_a_file_that_was_moved_away_begins_anew(outbox: Path) -> None:
    send_sms(PHONE, "یک", "a")
    outbox.rename(outbox.with_suffix(".old"))
    send_sms(PHONE, "دو", "b")
    assert [line["message_id"] for line in lines(outbox)] == ["b"]


def test_a_line_edited_by_hand_stops_nobody(outbox: Path) -> None:
    send_sms(PHONE, "یک", "a")
    outbox.write_bytes(b"not json\n[]\n" + outbox.read_bytes())
    FileSms(outbox).send(PHONE, "دو", "b")
    FileSms(outbox).send(PHONE, "یک", "a")
    assert outbox.read_text().count('"message_id"') == 2


def test_threads_write_each_message_once(outbox: Path) -> None:
    # Two adapters as two processes would have, four threads each, all with the same fifty messages.
    adapters = [FileSms(outbox), FileSms(outbox)]

    def send_all(adapter: FileSms) -> None:
        for number in range(50):
            adapter.send(PHONE, "متن", f"m{number}")

    threads = [threading.Thread(target=send_all, args=(adapter,)) for adapter in adapters * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ids = [line["message_id"] for line in lines(outbox)]
    assert sorted(ids) == sorted(f"m{number}" for number in range(50))


def _write_all(path: Path) -> None:
    outbox = OutboxFile(path)
    for number in range(50):
        outbox.write(f"m{number}", {"text": "متن" * 50})


def test_processes_write_each_message_once(outbox: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_write_all, args=(outbox,)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert len(lines(outbox)) == 50


def test_a_place_that_cannot_be_written_is_worth_another_try(outbox: Path) -> None:
    outbox.parent.write_text("a file where the folder should be")
    with pytest.raises(GatewayFailed) as failure:
        send_sms(PHONE, "یک", "a")
    assert not failure.value.is_permanent


@pytest.mark.parametrize(
    ("to", "text"),
    [
        ("09171234567", "متن"),
        ("", "متن"),
        ("+98917123456x", "متن"),
        (PHONE, ""),
        (PHONE, "  "),
        (PHONE, "x" * (LONGEST_TEXT + 1)),
    ],
)
def test_what_can_never_be_sent_is_permanent(to: str, text: str, outbox: Path) -> None:
    with pytest.raises(GatewayFailed) as failure:
        send_sms(to, text, "a")
    assert failure.value.is_permanent
    assert not outbox.exists()
    assert not to or to not in str(failure.value)


@pytest.mark.parametrize("message_id", ["", "a b", "a\nb", "../a", "x" * 101, "پ"])
def test_strange_ids_are_mistakes(message_id: str) -> None:
    with pytest.raises(ValueError):
        send_sms(PHONE, "متن", message_id)


def test_the_console_hides_the_number(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    stream = io.StringIO()
    assert ConsoleSms(stream).send(PHONE, "سلام", "a").provider_id == "console:a"
    assert stream.getvalue() == "SMS a to 0917•••4567: سلام\n"
    settings.SMS_ADAPTER = "console"
    send_sms(PHONE, "سلام", "b")
    assert "سلام" in capsys.readouterr().out


def test_an_unknown_adapter_waits_for_a_person(settings: Any) -> None:
    settings.SMS_ADAPTER = "pigeon"
    with pytest.raises(GatewayFailed, match="pigeon") as failure:
        send_sms(PHONE, "سلام", "a")
    assert not failure.value.is_permanent
