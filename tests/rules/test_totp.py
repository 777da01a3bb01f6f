"""Codes from an authenticator app are those of RFC 6238, appendix B (SHA-1; the last six of its eight digits)."""

import pytest

from peygir.people.totp import STEP_SECONDS, code_at, secret_from, step_of

SECRET = secret_from(b"12345678901234567890")


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_vectors_of_the_standard(seconds: int, code: str) -> None:
    assert code_at(SECRET, seconds // STEP_SECONDS) == code


def test_a_code_is_good_a_step_early_or_late_and_only_once() -> None:
    step = 1234567890 // STEP_SECONDS
    for late in (-STEP_SECONDS, 0, STEP_SECONDS):
        assert step_of(SECRET, "005924", seconds=1234567890 + late) == step
    assert step_of(SECRET, "005924", seconds=1234567890 + 3 * STEP_SECONDS) is None
    assert step_of(SECRET, "005924", seconds=1234567890, after=step) is None
    assert step_of(SECRET, "۰۰۵۹۲۴", seconds=1234567890) is None


def test_a_broken_secret_is_named() -> None:
    with pytest.raises(ValueError, match="base32"):
        code_at("not base32!", 1)
