"""Phone numbers: every way of writing one gives one form, and strangers see it masked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.core.phones import (
    PhoneGetsNoSms,
    PhoneIsNotValid,
    mask_phone,
    national_form,
    normalise_mobile,
    normalise_phone,
)


@pytest.mark.parametrize(
    "text",
    [
        "09171234567",
        "9171234567",
        "+989171234567",
        "00989171234567",
        "989171234567",
        "+98 (0) 917 123 4567",
        "۰۹۱۷۱۲۳۴۵۶۷",
        "٠٩١٧١٢٣٤٥٦٧",
        "0917-123-45 67",
        "۰۹۱۷\u200c۱۲۳ ۴۵ ۶۷",
        "\u202a+98 917 123 4567\u202c",
        "＋989171234567",
    ],
)
def test_one_mobile_many_ways(text: str) -> None:
    assert normalise_phone(text) == "+989171234567"


@pytest.mark.parametrize(
    ("text", "region", "phone"),
    [
        ("07132345678", "IR", "+987132345678"),
        ("071 3234 5678", "IR", "+987132345678"),
        ("+98 71 3234 5678", "US", "+987132345678"),
        ("(617) 635-4500", "US", "+16176354500"),
        ("0044 20 7946 0018", "IR", "+442079460018"),
    ],
)
def test_landlines_and_other_countries(text: str, region: str, phone: str) -> None:
    assert normalise_phone(text, region) == phone


@pytest.mark.parametrize(
    "text",
    [
        "",
        "137",
        "0917123456",
        "091712345678",
        "0917123456x",
        "تلفن ندارم",
        "+",
        "00",
        "0" * 30,
        "9" * 500,
        "0800-FLOWERS",
        "07132345678;ext=12",
        "<script>",
        "+98+9171234567",
        "32345678",
    ],
)
def test_others_get_a_short_sentence(text: str) -> None:
    with pytest.raises(PhoneIsNotValid) as refusal:
        normalise_phone(text)
    assert "۰۹۱۲۳۴۵۶۷۸۹" in refusal.value.words("fa")
    assert len(refusal.value.words("fa")) < 100
    assert not text or text not in str(refusal.value)


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    try:
        phone = normalise_phone(text)
    except PhoneIsNotValid:
        return
    assert normalise_phone(phone) == phone


@given(st.integers(min_value=9_000_000_000, max_value=9_999_999_999))
def test_every_mobile_there_and_back(number: int) -> None:
    phone = normalise_phone(f"0{number}")
    assert phone == f"+98{number}"
    assert normalise_phone(national_form(phone)) == phone


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("+989121234567", "0912•••4567"),
        ("+987132345678", "0713•••5678"),
        ("+16176354500", "+1617•••4500"),
        ("+290123456", "+29•••3456"),
        ("+2901234", "•••"),
        ("", "•••"),
        ("deleted", "•••"),
        ("09121234567", "•••"),
    ],
)
def test_strangers_see_it_masked(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@given(st.from_regex(r"\A\+[1-9][0-9]{6,14}\Z"))
def test_at_least_three_digits_are_always_hidden(phone: str) -> None:
    shown = sum(letter.isdigit() for letter in mask_phone(phone))
    assert shown <= sum(letter.isdigit() for letter in national_form(phone)) - 3


def test_national_form() -> None:
    assert national_form("+989121234567") == "09121234567"
    assert national_form("+16176354500") == "+16176354500"


@pytest.mark.parametrize("text", ["02112345678", "071 3234 5678", "+442079460018"])
def test_no_sms_reaches_a_landline(text: str) -> None:
    with pytest.raises(PhoneGetsNoSms):
        normalise_mobile(text)


@pytest.mark.parametrize("text", ["09171234567", "+447911123456", "+16176354500"])
def test_an_sms_may_reach_it(text: str) -> None:
    assert normalise_mobile(text) == normalise_phone(text)
