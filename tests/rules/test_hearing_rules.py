"""What people send to 137 is understood, however it is spelled; the same list stands in docs/messages.md."""

from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.core.codes import make_code
from peygir.core.persian import fa_digits
from peygir.intake.hearing.rules import Heard, names_an_address, next_question, understand, verdict_reason

CODE: Final = make_code(1405, 1234567)
_A, _B, _C, _D = CODE[:2], CODE[2:5], CODE[5:8], CODE[8:]
_ARABIC: Final = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
DOCS: Final = (Path(__file__).parents[2] / "docs" / "messages.md").read_text(encoding="utf-8")

# A tracking code as people send it.
CODES: Final = [
    CODE,
    fa_digits(CODE),
    CODE.translate(_ARABIC),
    f"{_A} {_B} {_C} {_D}",
    fa_digits(f"{_A} {_B} {_C} {_D}"),
    f"{_A}-{_B}-{_C}-{_D}",
    fa_digits(f"{_A}\u200c{_B}\u200c{_C}\u200c{_D}"),
    f"{_A}.{_B}.{_C}.{_D}",
    f"{_A}/{_B}/{_C}/{_D}",
    f"کد {CODE}",
    f"کد: {fa_digits(CODE)}",
    f"كد رهگيري {CODE}",
    f"کدپیگیری{CODE}",
    f"کد رهگیری:{fa_digits(CODE)}.",
    f"پیگیری {fa_digits(CODE)}",
    f"پیگیری گزارش ({CODE})",
    f"#{CODE}",
    f"code {CODE}",
    f"Track: {CODE}",
    f"سلام، وضعیت {fa_digits(CODE)} چی شد؟",
    f"  {CODE}\n",
    f"«{fa_digits(CODE)}»",
    f"\u200f{fa_digits(CODE)}\u200f",
    f"لطفا {_A}{_B} {_C}{_D} را پیگیری کنید",
]
# An answer to "is it fixed?"
ONE: Final = [
    "1",
    "۱",
    "١",
    " ۱ ",
    "1.",
    "۱)",
    "(۱)",
    "گزینه ۱",
    "گزینه‌ی ۱".replace("‌ی", ""),
    "عدد ۱",
    "یک",
    "بله",
    "آره",
    "اره",
    "بله برطرف شد",
    "برطرف‌شد",
    "حل شد",
    "1️⃣",
    "۱ بله",
    "Yes",
    "راضی‌ام",
]
TWO: Final = ["2", "۲", "٢", "گزینه 2", "دو", "ناراضی", "راضی نیستم", "خوب نیست", "۲!"]
THREE: Final = ["3", "۳", "٣", "سه", "نه", "خیر", "خير", "نشد", "برطرف نشده", "انجام‌نشده", "حل نشد", "no", "۳."]
WITH_CODE: Final = [
    (f"{CODE} 1", 1), (f"{fa_digits(CODE)} ۲", 2), (f"۳ {fa_digits(CODE)}", 3), (f"{CODE}: بله", 1),
    (f"کد {CODE} ۱".replace("کد ", ""), 1), (f"{CODE}-3", 3), (f"{fa_digits(CODE)} نه", 3),
]  # fmt: skip
STOP: Final = [
    "لغو",
    "لغو۱۱",
    "لغو 11",
    "لغو11",
    "لغــو",
    "«لغو»",
    "لغو.",
    "لغو پیامک",
    "قطع",
    "STOP",
    "Stop",
    "unsubscribe",
    "پیامک نفرستید",
]
START: Final = ["شروع", "شروع!", "START", "وصل", "شروع مجدد"]
WORDS: Final = [
    "چراغ کوچه خاموش است", "۳ تا چاله وسط خیابان است", "زباله‌ها را نبرده‌اند", "لوله ترکیده، بلوار چمران نبش کوچه ۲",
    "نه آب داریم نه برق", "قطع درختان بلوار", "شماره من 09171234567 است زنگ بزنید چاله هست",
    f"پیرو گزارش قبلی من با کد {CODE} باز هم همان چاله جلوی مدرسه باز شده و خطرناک است",
]  # fmt: skip


@pytest.mark.parametrize("text", CODES)
def test_a_code_is_found(text: str) -> None:
    assert understand(text) == Heard("code", code=CODE)


@pytest.mark.parametrize(
    ("text", "verdict"), [(text, n) for n, texts in ((1, ONE), (2, TWO), (3, THREE)) for text in texts]
)
def test_an_answer_is_found(text: str, verdict: int) -> None:
    assert understand(text) == Heard("verdict", verdict=verdict)


@pytest.mark.parametrize(("text", "verdict"), WITH_CODE)
def test_an_answer_about_one_report(text: str, verdict: int) -> None:
    assert understand(text) == Heard("verdict", code=CODE, verdict=verdict)


@pytest.mark.parametrize("text", STOP)
def test_no_more(text: str) -> None:
    assert understand(text).meaning == "stop"


@pytest.mark.parametrize("text", START)
def test_again(text: str) -> None:
    assert understand(text).meaning == "start"


@pytest.mark.parametrize("text", WORDS)
def test_a_report_in_words(text: str) -> None:
    assert understand(text).meaning == "words"


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("", "nothing"),
        ("  \u200c ", "nothing"),
        ("سلام", "help"),
        ("؟", "help"),
        ("راهنما", "help"),
        ("ممنون", "thanks"),
    ],
)
def test_small_words(text: str, meaning: str) -> None:
    assert understand(text).meaning == meaning


def test_ten_digits_that_are_no_code_are_said_to_be_none() -> None:
    wrong = CODE[:-1] + str((int(CODE[-1]) + 1) % 10)
    assert understand(wrong) == Heard("code", wrong_code=wrong)
    assert understand(f"کد {fa_digits(wrong)}") == Heard("code", wrong_code=wrong)


@given(st.text(max_size=300))
def test_whatever_is_sent_means_something(text: str) -> None:
    heard = understand(text)
    assert heard.verdict in (0, 1, 2, 3)
    assert (heard.meaning == "code") == bool(heard.meaning == "code" and (heard.code or heard.wrong_code))


@given(st.integers(0, 9_999_999), st.sampled_from(["", " ", "-", "\u200c", " - ", "."]), st.booleans())
def test_every_code_in_every_grouping(number: int, mark: str, is_fa: bool) -> None:
    code = make_code(1405, number)
    text = mark.join((code[:2], code[2:5], code[5:8], code[8:]))
    assert understand(fa_digits(text) if is_fa else text).code == code


def test_what_is_asked_next() -> None:
    assert next_question({}, may_send_photos=False) == "words"
    assert next_question({"text": "x"}, may_send_photos=False) == "place"
    assert next_question({"text": "x", "address": "y"}, may_send_photos=False) == ""
    assert next_question({"text": "x", "lat": 29.6}, may_send_photos=True) == "photo"
    assert next_question({"text": "x", "lat": 29.6, "is_whole": True}, may_send_photos=True) == ""
    assert next_question({"is_whole": True, "lat": 0.0}, may_send_photos=True) == "words"


@pytest.mark.parametrize("text", ["خیابان زند", "نبش کوچه ۵", "بلوار چمران", "rear of Hafez Street 5"])
def test_an_address_in_words(text: str) -> None:
    assert names_an_address(text)


@pytest.mark.parametrize("text", ["چراغ خاموش است", "خیابانی نیست", "پلاکارد افتاده"])
def test_no_address_in_words(text: str) -> None:
    assert not names_an_address(text)


def test_a_verdict_says_why() -> None:
    assert verdict_reason(1, "fa") == ""
    assert verdict_reason(2, "fa") != verdict_reason(3, "fa")
    assert verdict_reason(3, "en") == "not done"


def test_the_documents_list_what_is_understood() -> None:
    for text in (*ONE, *TWO, *THREE, *STOP, *START):
        assert f"`{text.strip()}`" in DOCS, text
    assert len({*CODES, *ONE, *TWO, *THREE, *STOP, *START}) >= 30
