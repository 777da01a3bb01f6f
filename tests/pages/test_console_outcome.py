"""After a call the operator reads out who has the report, until when, and the answer code of who left no number."""

import pytest
from django.urls import reverse

from peygir.desks.answers.answer_codes import answer_code_of
from tests import make
from tests.browsers import signed_in
from tests.drain import drain
from tests.markup import packed
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")


def shows_answer_code(text: str, code: str) -> bool:
    digits = answer_code_of(make.report_row(code).pk)
    return f"{digits[:3]} {digits[3:]}" in text.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))


def panel(code: str, tries: str = "0") -> str:
    answer = signed_in("operator").get(reverse("console_outcome", args=[code]), {"tries": tries})
    assert answer.status_code == 200
    return packed(answer.content.decode())


def test_who_has_it_and_until_when(town: Town) -> None:
    code = make.report(phone=PHONES[0], channel="phone", by=town.operator).code
    assert "?tries=1" in panel(code), "the worker has not referred it yet"
    assert "?tries=" not in panel(code, "5"), "it does not ask for ever"
    drain()
    text = panel(code)
    assert "شهرداری" in text or "District" in text
    assert "promise: by" in text or "قول: تا" in text
    assert not shows_answer_code(text, code)


def test_who_left_no_number_gets_an_answer_code(town: Town) -> None:
    code = make.referred(phone=None, channel="phone", by=town.operator)
    assert shows_answer_code(panel(code), code)


@pytest.mark.parametrize("code", ["0000000000", "x"])
def test_an_unknown_code_is_nobodys(town: Town, code: str) -> None:
    assert signed_in("operator").get(reverse("console_outcome", args=[code])).status_code == 404


def test_only_the_centre_reads_it(town: Town) -> None:
    code = make.referred(phone=PHONES[0])
    assert signed_in("clerk").get(reverse("console_outcome", args=[code])).status_code == 403
