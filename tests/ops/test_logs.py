"""Log lines: one structured line each, with the facts that the event is about and nothing of a person."""

import http.client
import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.ops import logs
from peygir.ops.covering import LEFT, LONGEST_TEXT, LONGEST_TRACE, covered, trace_of
from tests.serving import PATIENCE, served
from tests.town import Town

SECRETS: Final = (
    "r22aj9otcufo:oX0M8yabcdefghijklmnop-_12",
    "hidden-part-of-a-hook-1234",
    "0541140108",
    "q-token-of-somebody",
    "09171234567",
    "zeinab@example.org",
)


def record(**facts: Any) -> logging.LogRecord:
    """What `log.warning("live_look_failed", extra=facts)` hands to a handler."""
    return logging.getLogger("peygir.any").makeRecord(
        "peygir.any", logging.WARNING, "any.py", 1, "live_look_failed", (), None, extra=facts
    )


def test_a_line_says_its_facts() -> None:
    said = json.loads(logs.formatter().format(record(words="رفت", number=7, phone="+989171234567")))
    assert (said["event"], said["words"], said["number"]) == ("live_look_failed", "رفت", 7)
    assert "phone" not in said


def test_a_line_names_its_process() -> None:
    script = "import logging; from peygir.ops import logs; logs.configure('live'); logging.getLogger('x').warning('y')"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True, encoding="utf-8")
    assert json.loads(ended.stderr)["process"] == "live"


@pytest.mark.parametrize("fact", sorted(logs.FACTS))
def test_a_fact_has_a_name_that_logging_takes(fact: str) -> None:
    assert getattr(record(**{fact: 1}), fact) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Conflict: /v/r22aj9otcufo:oX0M8y/", f"Conflict: /v/{LEFT}/"),
        ("/f/abc:def", f"/f/{LEFT}"),
        ("/api/v1/hooks/sms/kavenegar/0123456789abcdef", f"/api/v1/hooks/sms/kavenegar/{LEFT}"),
        ("Not Found: /t/0541140108/", f"Not Found: /t/{LEFT}/"),
        ("/api/open311/v2/requests/0541140108.json", f"/api/open311/v2/requests/{LEFT}.json"),
        ("/x?api_key=abc&next=/desk/", f"/x?api_key={LEFT}&next={LEFT}"),
        ("postgresql://peygir:word@localhost:5432/x", f"postgresql://{LEFT}@localhost:5432/x"),
        ("+989171234567, 0098 9171234567, ۰۹۱۷۱۲۳۴۵۶۷", f"{LEFT}, 0098 {LEFT}, {LEFT}"),
        ("to zeinab@example.org.", f"to {LEFT}."),
        (
            "DETAIL:  Key (phone, name_key)=(+98917, علی) already exists.",
            f"DETAIL:  Key (phone, name_key)=({LEFT}) already exists.",
        ),
        ("DETAIL:  Failing row contains (1, a) b (c\nd, 2).", f"DETAIL:  Failing row contains ({LEFT})."),
        ("Authorization: Bearer abc", f"Authorization: Bearer {LEFT}"),
        ("a\u2028b\x1b[31m", f"a{LEFT}b{LEFT}[31m"),
        (
            'File "/usr/lib/python3.11/site-packages/x.py", line 1200',
            'File "/usr/lib/python3.11/site-packages/x.py", line 1200',
        ),
        ("2026-11-27T12:26:07.686591Z port 8137", "2026-11-27T12:26:07.686591Z port 8137"),
    ],
)
def test_what_nobody_may_read_is_covered(text: str, said: str) -> None:
    assert covered(text) == said
    assert covered(said) == said


@given(st.text(max_size=3000))
def test_no_line_is_long_and_covering_twice_is_covering_once(text: str) -> None:
    assert len(covered(text)) <= LONGEST_TEXT + 1


def test_a_traceback_is_bounded_and_holds_no_value() -> None:
    def fall(depth: int, secret: str) -> None:
        if depth == 0:
            raise ValueError(f"phone {secret} {'x' * 100_000}")
        try:
            fall(depth - 1, secret)
        except ValueError as error:
            raise RuntimeError(f"Key (phone)=({secret}) already exists.") from error

    try:
        fall(300, "0917" + "1234567")
    except RuntimeError as error:
        trace_text = trace_of(error)
    assert "RuntimeError" in trace_text
    assert len(trace_text) <= LONGEST_TRACE + 3
    assert "9171234567" not in trace_text


def test_a_line_with_a_traceback_is_short_whoever_writes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def deep(depth: int) -> int:
        return deep(depth + 1) + 1

    try:
        deep(0)
    except RecursionError:
        log_record = logging.getLogger("django.request").makeRecord(
            "django.request",
            logging.ERROR,
            "a.py",
            1,
            "Internal Server Error: %s",
            ("/x?a=" + "b" * 10**6,),
            sys.exc_info(),
        )
    text = logs.formatter().format(log_record)
    assert len(text.encode()) < 16_000
    assert "RecursionError" in text


def test_what_ends_a_process_is_one_line(tmp_path: Path) -> None:
    # Newer versions of Python show the line of code too, so the number does not stand in it as one.
    code = "from peygir.ops import logs; logs.configure('x'); raise ValueError('of 0917' + '1234' + '567')"
    environment = {**os.environ, "PEYGIR_HOME": str(tmp_path)}
    ended = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    (line,) = ended.stderr.splitlines()
    assert json.loads(line)["event"] == "process_failed"
    assert "1234567" not in line


def test_a_served_house_writes_nothing_of_a_person(live_town: Town, tmp_path: Path) -> None:
    link, hook, code, token, phone, mail = SECRETS
    log = tmp_path / "web.log"
    paths = (
        f"/v/{link}/",
        f"/f/{link}/",
        f"/t/{code}/",
        f"/report/done/{code}/",
        f"/nowhere/{phone}?token={token}",
        f"/api/v1/hooks/sms/none/{hook}",
        f"/api/v1/reports/{code}?api_key={token}",
        f"/nowhere/{mail}/{link}",
    )
    with log.open("wb") as errors, served("web", stderr=errors) as web:
        for path in paths:
            status = ask(web.port, path)
            assert 400 <= status < 500, path
        for host in ("evil.example", "x" * 5000, "[::", f"{phone}.example"):
            assert ask(web.port, "/", host=host) == 400, host[:20]
    lines = log.read_text().splitlines()
    assert len(lines) > len(paths)
    assert not [line for line in lines for secret in SECRETS if secret in line]
    wrong_hosts = [json.loads(line) for line in lines if "HTTP_HOST" in line]
    assert len(wrong_hosts) == 4
    assert all(line["level"] == "info" and "exception" not in line for line in wrong_hosts)
    assert all(len(line) < 1_500 for line in lines)


def ask(port: int, path: str, *, host: str = "127.0.0.1") -> int:
    """The status of a page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Host": host})
        return connection.getresponse().status
    finally:
        connection.close()
