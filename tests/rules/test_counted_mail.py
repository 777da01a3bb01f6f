"""Spellings of one letter box are one address when it is counted."""

import pytest

from peygir.core.mail_addresses import counted_mail


@pytest.mark.parametrize(
    ("spelled", "counted"),
    [
        ("a@example.ir", "a@example.ir"),
        (" A@Example.IR. ", "a@example.ir"),
        ("a+1@example.ir", "a@example.ir"),
        ("a+1+2@example.ir", "a@example.ir"),
        ("a.b@example.ir", "a.b@example.ir"),
        ("A.B.+x@GMail.com", "ab@gmail.com"),
        ("a.b@googlemail.com", "ab@gmail.com"),
        ("+x@example.ir", "+x@example.ir"),
        ("...@gmail.com", "...@gmail.com"),
        ("no address", "@no address"),
        ("", "@"),
    ],
)
def test_counted_mail(spelled: str, counted: str) -> None:
    assert counted_mail(spelled) == counted
