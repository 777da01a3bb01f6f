"""What is personal is found in every spelling that we know of, and ordinary complaints are left alone."""

import re
import sys
from collections.abc import Iterator
from functools import partial
from types import FrameType
from typing import Any

import pytest

from peygir.core.personal import MASK, cover, is_covered, look, mask
from tests.rules.ordinary import DATA, sentences

_ESCAPE = re.compile(r"\\u([0-9a-f]{4})|\\U([0-9a-f]{8})")
NUMBER = "09173214567"
# Marks between the digits of a number, most of which show nothing at all.
MARKS = (
    "\u2060",
    "\u2061",
    "\u2063",
    "\u2064",
    "\u00ad",
    "\u200b",
    "\u200c",
    "\u200d",
    "\ufeff",
    "\ufe0e",
    "\ufe0f",
    "\u3164",
    "\u115f",
    "\u2800",
    "\u034f",
    "\u0301",
    "\U000e0031",
    "\U000e0100",
    "\u2009",
    "\u2007",
    "\u202f",
    "·",
    ":",
    "|",
    "*",
    ",",
    "،",
    "٬",
    "\n",
    "     ",
    "•",
    "~",
    "=",
    "🌸",
    "»«",
    "…",
    "#",
    "^",
    "\\",
    "<br>",
    "/",
)
SCRIPTS = (
    "०१२३४५६७८९",
    "০১২৩৪৫৬৭৮৯",
    "๐๑๒๓๔๕๖๗๘๙",
    "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
    "𝟢𝟣𝟤𝟥𝟦𝟧𝟨𝟩𝟪𝟫",
    "⁰¹²³⁴⁵⁶⁷⁸⁹",
    "₀₁₂₃₄₅₆₇₈₉",
    "⓪①②③④⑤⑥⑦⑧⑨",
    "⓿❶❷❸❹❺❻❼❽❾",
    "〇一二三四五六七八九",
)


def spellings(file: str = "personal_spellings.tsv") -> Iterator[tuple[str, str]]:
    """(kind, text) of a file of spellings, with its escapes resolved."""
    for line in (DATA / file).read_text(encoding="utf-8").split("\n")[:-1]:
        kind, _, text = line.partition("\t")
        text = _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), text)
        yield kind, text.replace("\\n", "\n").replace("\\t", "\t")


def test_at_least_98_of_a_hundred_spellings_are_found_or_held() -> None:
    known = list(spellings())
    missed = [text for _, text in known if look(text).is_clean]
    assert len(known) >= 200
    assert len(missed) <= 0.02 * len(known), missed


def test_most_of_them_are_found_for_certain_and_covered() -> None:
    known = list(spellings())
    assert sum(bool(look(text).found) for _, text in known) >= 0.9 * len(known)
    for _, text in known:
        assert look(mask(text)).found == (), text


def test_at_most_one_ordinary_sentence_of_a_hundred_is_stopped() -> None:
    known = list(sentences())
    stopped = [text for text in known if not look(text).is_clean]
    assert len(known) == 2000
    assert len(stopped) <= 0.01 * len(known), stopped


def test_what_others_wrote_without_knowing_the_rule_is_found_or_held() -> None:
    known = list(spellings("personal_spellings_more.tsv"))
    missed = [text for _, text in known if look(text).is_clean]
    assert len(known) >= 250
    assert len(missed) <= 0.01 * len(known), missed


def test_ordinary_sentences_of_others_are_left_alone() -> None:
    known = (DATA / "ordinary_sentences_more.txt").read_text(encoding="utf-8").splitlines()
    stopped = [text for text in known if not look(text).is_clean]
    assert len(known) >= 429
    assert len(stopped) <= 0.005 * len(known), stopped


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("صفر نهصدو دوازده، سیصدو چل و پنج، شصتو هفت، هشتادو نه", MASK),
        ("به صفرنهصدودوازده سیصدوچهل‌وپنج شصت‌وهفت هشتادونه زنگ بزنید", f"به {MASK} زنگ بزنید"),
        ("صفر نهصدو سیو نه، هفتصدو هفتادو سه، بیستو یک، هفده", MASK),
        ("صفر نهصدو شونزده - هشتصدو شصتو نه - هفتادو هش - بیست و پنج زنگ", f"{MASK} زنگ"),
        ("sefr nohsado davazdah sisado chehelo panj shasto haft hashtado noh", MASK),
        ("۰۰۹۸ ۹۱۲ ۳۴۵ ۶۷ ۸۹ زنگ بزنید", f"{MASK} زنگ بزنید"),
        ("0044 20 7946 0958 call", f"{MASK} call"),
        ("خودرو با پلاک ۲۱ص۴۵۶ایران۱۰ آنجاست", f"خودرو با {MASK} آنجاست"),
        ("کد پستی منزل یک نه شش هفت هشت چهار سه پنج یک دو", f"کد پستی منزل {MASK}"),
        ("Mr Inspector Karimi shouts", f"{MASK} shouts"),
        ("به reza karimi @ gmail . com بفرستید", f"به {MASK} بفرستید"),
        ("به rezakarimi atsign gmail dot com بفرستید", f"به {MASK} بفرستید"),
        ("تی دات می اسلش rezakarimi ببینید", f"{MASK} ببینید"),
        ("پارک تاریک است. محسن صادقی مزاحم است", f"پارک تاریک است. {MASK} مزاحم است"),
    ],
)
def test_nothing_of_what_is_found_is_left_to_be_read(text: str, covered: str) -> None:
    assert mask(text) == covered


@pytest.mark.parametrize(
    "text",
    [
        "مختصات 35.7219, 51.3347",
        "طول ۵۱٫۳۳۴۷ و عرض ۳۵٫۷۲۱۹",
        "گزارش‌های ۱۰/۵ و ۱۰/۷ و ۱۰/۹ بی‌جواب ماند",
        "پیرو 0591896271 و 0510534247",
        "Mr Mayor, please look",
    ],
)
def test_numbers_and_titles_that_are_nobodys_are_left_alone(text: str) -> None:
    assert look(text).is_clean


@pytest.mark.parametrize(
    "text",
    [
        "صفر نه شونزده بیست و یک هفتاد و شیش هشتاد شیش",
        "صفر ۹۲۹ ۷۲ ۱۲۵",
        "۹/۱۲ و ۳۴/۵۶ و ۷۸/۹",
        "35.72 19.51 33.47",
        "05 123 456 78 9 12",
    ],
)
def test_what_only_looks_like_a_date_a_place_or_a_code_waits(text: str) -> None:
    assert not look(text).is_clean


@pytest.mark.parametrize("mark", MARKS)
def test_no_mark_between_digits_hides_a_number(mark: str) -> None:
    for text in (f"{NUMBER[:4]}{mark}{NUMBER[4:7]}{mark}{NUMBER[7:]}", mark.join(NUMBER)):
        assert [finding.kind for finding in look(f"زنگ بزنید {text} شب").found] == ["phone"]
        assert mask(f"زنگ بزنید {text} شب") == f"زنگ بزنید {MASK} شب"


@pytest.mark.parametrize("digits", SCRIPTS)
def test_no_script_hides_a_number(digits: str) -> None:
    assert mask(f"من {NUMBER.translate(str.maketrans('0123456789', digits))} ام") == f"من {MASK} ام"


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("شماره 0️⃣9️⃣1️⃣7️⃣3️⃣2️⃣1️⃣4️⃣5️⃣6️⃣7️⃣ من", "شماره ••• من"),
        ("خانهٔ ما 𝟎𝟗𝟏𝟕𝟑𝟐𝟏𝟒𝟓𝟔𝟕، شب‌ها", "خانهٔ ما •••، شب‌ها"),
        ("ﷲ ۰۹۱۷\u2060۳۲۱\u2060۴۵۶۷ ﷲ", "ﷲ ••• ﷲ"),
        ("زینب احمدی ساکن پلاک ۷ زباله می‌ریزد", "••• زباله می‌ریزد"),
        ("Zeinab Ahmadi of no 7 burns rubbish", "••• burns rubbish"),
    ],
)
def test_what_is_covered_are_the_letters_of_the_original(text: str, covered: str) -> None:
    assert mask(text) == covered


@pytest.mark.parametrize(
    "text", ["zahra_71 را ببینید", "ساعت ۹ تا ۵ ۱۲۳۴۵۶۷۸۹", "۷۶۵۴۱۲۳۷۱۹۰", "شماره‌ام ۰۹۱۷ است. بعدها ۳۲۱ و ۴۵۶۷"]
)
def test_what_may_be_somebodys_waits_and_is_not_called_found(text: str) -> None:
    assert look(text).found == ()
    assert look(text).doubtful
    assert mask(text) == text
    assert MASK in cover(text)


def test_a_covered_version_takes_away_and_adds_nothing() -> None:
    text = "آقای رضایی گفت به ۰۹۱۷ زنگ بزنید"
    for version in (text, f"{MASK} گفت به ۰۹۱۷ زنگ بزنید", f"{MASK} گفت به {MASK} زنگ بزنید", MASK, f"{MASK}زنگ{MASK}"):
        assert is_covered(version, text)
    for version in (
        "",
        "دروغ",
        f"{MASK} دروغ گفت",
        f"آقای {MASK} بزنید آقای",
        f"{text}{text}",
        f"{MASK}گفت{MASK}گفت{MASK}",
    ):
        assert not is_covered(version, text)


@pytest.mark.parametrize(
    "piece",
    [
        "کوچه ",
        "0917 ",
        "۱ ",
        "1,",
        "صفر ",
        "a@",
        "a-",
        "@",
        "علی رضایی ",
        "Zeinab Ahmadi ",
        "telegram ",
        "9",
        "t.me/",
        "پلاک ۱ طبقه ۲ ",
        "مدیر ساختمان ",
        "با تشکر ",
        "آ ",
        "م.",
        "دکتر ",
        "ایران ۱ ",
        "میلیون و ",
        "b1 ",
        "الله",
        "name: ",
    ],
)
def test_the_steps_grow_with_the_length_and_not_faster(piece: str) -> None:
    short, long = (_steps(partial(look.__wrapped__, (piece * size)[:size])) for size in (500, 2000))
    assert long < 6 * short + 100


def _steps(work: Any) -> int:
    """How many lines of the rule `work` runs: a measure that no clock disturbs."""
    count = 0

    def traced(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        count += event == "line" and "personal" in frame.f_code.co_filename
        return traced

    before = sys.gettrace()
    sys.settrace(traced)
    try:
        work()
    finally:
        sys.settrace(before)
    return count
