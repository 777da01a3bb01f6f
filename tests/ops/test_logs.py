"""Log lines: one structured line each, with the facts that the event is about and nothing of a person."""

import json
import logging
from typing import Any

import pytest

from peygir.ops import logs


def record(**facts: Any) -> logging.LogRecord:
    """What `log.warning("live_look_failed", extra=facts)` hands to a handler."""
    return logging.getLogger("peygir.any").makeRecord(
        "peygir.any", logging.WARNING, "any.py", 1, "live_look_failed", (), None, extra=facts
    )


def test_a_line_says_its_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_process", {"process": "live"})
    said = json.loads(logs.formatter().format(record(words="رفت", number=7, phone="+989171234567")))
    assert (said["event"], said["words"], said["number"], said["process"]) == ("live_look_failed", "رفت", 7, "live")
    assert "phone" not in said


@pytest.mark.parametrize("fact", sorted(logs.FACTS))
def test_a_fact_has_a_name_that_logging_takes(fact: str) -> None:
    assert getattr(record(**{fact: 1}), fact) == 1
