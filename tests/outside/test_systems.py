"""The detection of outside systems itself: a missing one is named with a reason, a found one with its path."""

import pytest

from tests.outside.systems import SYSTEMS, needs, program


def test_a_program_is_found_by_its_variable_or_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert program("sh").endswith("/sh")
    monkeypatch.setenv("PEYGIR_NO_SUCH", "no-such-program-anywhere")
    assert program("sh", "PEYGIR_NO_SUCH") == ""


@pytest.mark.parametrize("name", SYSTEMS)
def test_what_is_missing_is_skipped_with_its_reason(name: str) -> None:
    mark = needs(name).mark
    assert mark.args == (bool(mark.kwargs["reason"]),)
    assert mark.kwargs["reason"] == SYSTEMS[name].missing()
