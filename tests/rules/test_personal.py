"""What a text gives away of a person: worked examples both ways, and what holds for any text."""

import string
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.core.codes import RANDOM_LIMIT, make_code, spoken_groups
from peygir.core.names import folded
from peygir.core.persian import fa_digits
from peygir.core.personal import KINDS, MASK, find, is_national_id, kinds_in, mask

# (text, the kinds that are found)
PERSONAL = (
    ("شماره من ۰۹۱۷ ۱۲۳ ۴۵ ۶۷ است", "phone"),
    ("09171234567", "phone"),
    ("٠٩١٧١٢٣٤٥٦٧ زنگ بزنید", "phone"),
    ("+98 917 123 4567", "phone"),
    ("+989171234567", "phone"),
    ("0098-917-1234567", "phone"),
    ("00989171234567", "phone"),
    ("989171234567", "phone"),
    ("0912/3456789", "phone"),
    ("۰۹۱۲.۳۴۵.۶۷۸۹", "phone"),
    ("0 9 1 2 3 4 5 6 7 8 9", "phone"),
    ("۹۱۷۱۲۳۴۵۶۷", "phone"),
    ("همراه:۰۹۳۵۱۲۳۴۵۶۷،تماس بگیرید", "phone"),
    ("071-32345678", "phone"),
    ("(۰۷۱) ۳۲۳۴۵۶۷۸", "phone"),
    ("۰۷۱ ۳۲ ۳۴ ۵۶ ۷۸", "phone"),
    ("+98 71 3234 5678", "phone"),
    ("تلفن منزل ۳۲۳۴۵۶۷۸", "phone"),
    ("با شماره ۳۶۲۷-۱۲۳۴ تماس بگیرید", "phone"),
    ("Call me at 3234 5678", "phone"),
    ("کد ملی 0012345678", "national_id"),
    ("کدملی ام ۰۰۱۲۳۴۵۶۷۸ است", "national_id"),
    ("my national id is 0012345678", "national_id"),
    ("2280012340", "national_id"),
    ("۲۲۸-۰۰۱۲۳۴-۰", "national_id"),
    ("۱۲ ب ۳۴۵ ایران ۶۳", "plate"),
    ("۱۲ب۳۴۵-۶۳", "plate"),
    ("۱۲ ب ۳۴۵ - ۶۳", "plate"),
    ("ایران ۶۳ ۱۲ب۳۴۵", "plate"),
    ("ایران ۶۳ - ۳۴۵ ب ۱۲", "plate"),
    ("۶۳ ایران ۳۴۵ ب ۱۲", "plate"),
    ("۳۴۵ ب ۱۲ ایران ۶۳", "plate"),
    ("۱۲ و ۳۴۵ ایران ۶۳", "plate"),
    ("خودروی ۱۲ ص ۳۴۵ جلوی پل پارک کرده", "plate"),
    ("پلاک ۲۲ م ۳۴۵", "plate"),
    ("۴۵ الف ۱۱۱ ایران ۸۳", "plate"),
    ("پلاک موتور ۱۲۳-۱۲۳۴۵", "plate"),
    ("12B345 IR 63", "plate"),
    ("6037-9912-3456-7890", "card"),
    ("شماره کارت ۶۰۳۷۹۹۱۱۹۹۱۲۳۴۵۶ است", "card"),
    ("5022 2910 1234 5678", "card"),
    ("4111111111111111", "card"),
    ("IR820540102680020817909002", "iban"),
    ("IR82 0540 1026 8002 0817 9090 02", "iban"),
    ("شبا ۸۲۰۵۴۰۱۰۲۶۸۰۰۲۰۸۱۷۹۰۹۰۰۲", "iban"),
    ("ali.rezaei@example.com", "email"),
    ("ایمیل: A_1@mail.co.ir", "email"),
    ("آقای رضایی گفت نمی‌شود", "name"),
    ("اقاي رضايي همکاری نمی‌کند", "name"),
    ("خانم مریم احمدی همسایهٔ ماست", "name"),
    ("سرکار خانم کشاورز", "name"),
    ("جناب آقای دکتر حسینی", "name"),
    ("مهندس احمدی پشت تلفن بود", "name"),
    ("با دکتر علی محمدی صحبت کردم", "name"),
    ("شخصی به نام علی رضایی", "name"),
    ("فردی بنام جوکار", "name"),
    ("اینجانب علی رضایی ساکن کوچه ۳", "name"),
    ("اسمم مریم است", "name"),
    ("نام من زهرا محمدی است", "name"),
    ("منزل حاج آقا رستمی", "name"),
    ("در خیابان با آقای رضایی حرف زدم", "name"),
    ("Mr. Smith said no", "name"),
    ("MR John Smith said no", "name"),
    ("ask mrs smith", "name"),
    ("my name is John", "name"),
    ("آقای رضایی ۰۹۱۷۱۲۳۴۵۶۷ پلاک ۱۲ ب ۳۴۵ ایران ۶۳", "phone plate name"),
)

NOBODYS = (
    "چالهٔ بزرگی وسط خیابان است",
    "با ۱۱۰ و ۱۱۵ و ۱۲۵ تماس گرفتم",
    "110 115 125 137 121 122 194",
    "به ۱۳۷ زنگ زدم، گفتند ۱۲۲",
    "سامانه ۱۸۸۸ و ۱۵۴۰",
    "کد رهگیری 0512345673",
    "کد ۰۵ ۱۲۳ ۴۵۶ ۷۳ را دارم",
    "پلاک ۱۲ کوچه ۳",
    "کوچه ۱۲ پلاک ۳۴۵",
    "بین پلاک ۱۲ و ۱۴",
    "پلاک‌های ۱۲ و ۱۱۴ و ۱۱۶",
    "پلاک ۱۲ و ۱۱۴",
    "بین ساعت ۱۰ و ۱۲۰ نفر",
    "ساعت ۱۰ تا ۱۲ و ۳۰ دقیقه",
    "تاریخ 1405/09/03 ساعت 10:30",
    "از ۱۴۰۴/۱۲/۲۹ تا ۱۴۰۵/۰۱/۱۳",
    "هزینه ۳۵۰۰۰۰۰۰ ریال شد",
    "قبض ۱۲ میلیون و ۳۴۵ هزار تومان",
    "شماره ۱۲۳۴۵ نامه",
    "عرض ۱۲ متر و طول ۳۴۵ متر",
    "خیابان ۲۰ متری، ۱۵ م ۲۰۰",
    "میدان ۱۵ خرداد",
    "خط ۱ مترو ایستگاه ۱۲",
    "خانم محترم لطفا رسیدگی کنید",
    "یک آقای مسن زمین خورد",
    "خانم باردار نمی‌تواند رد شود",
    "آقای شهردار رسیدگی کنید",
    "آقای همسایه نخاله ریخته",
    "خانم‌ها و آقایان",
    "یک خانم با بچه افتاد",
    "مهندس ناظر نیامد",
    "مهندس شهرداری آمد و رفت",
    "دکتر رفتم گفت از گرد و خاک است",
    "بلوار دکتر حسابی تاریک است",
    "خیابان شهید دکتر چمران",
    "بوستان مهندس بهبودی چراغ ندارد",
    "درمانگاه دکتر کریمی سد معبر دارد",
    "به نام خدا",
    "نمی‌خواهم نامم فاش شود",
    "پارکی به نام آزادی",
    "خیابانی به نام رضایی",
    "اینجانب ساکن کوچه ۳ هستم",
    "مسجد حاج عباس",
    "لطفاً ایمیل بزنید",
    "@ شهرداری شیراز",
    "The road is broken at 12 and 345 metres",
    "the driver was Dr is not known",
    "2281234567",  # ten digits that are neither a national id nor a code
    "شناسه قبض ۱۲۳۴۵۶۷۸۹۰۱۲۳",
)


@pytest.mark.parametrize(("text", "kinds"), PERSONAL)
def test_personal(text: str, kinds: str) -> None:
    assert kinds_in(text) == sorted(kinds.split(), key=list(KINDS).index)
    assert MASK in mask(text)
    assert kinds_in(mask(text)) == []


@pytest.mark.parametrize("text", NOBODYS)
def test_nobodys(text: str) -> None:
    assert kinds_in(text) == []
    assert mask(text) == text


def test_what_is_covered_is_what_was_found_and_no_more() -> None:
    assert mask("شماره من ۰۹۱۷ ۱۲۳ ۴۵ ۶۷ است، بیایید.") == f"شماره من {MASK} است، بیایید."
    assert mask("Mr. John Smith said no") == f"{MASK} said no"
    assert mask("پل جلوی خانهٔ آقای علی رضایی شکسته") == f"پل جلوی خانهٔ {MASK} شکسته"


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    findings = find(text)
    assert all(0 <= one.start < one.end <= len(text) for one in findings)
    assert all(one.end <= other.start for one, other in pairwise(findings))
    assert len(folded(text)) == len(text)
    assert (mask(text) == text) == (not findings)


_GAPS = st.sampled_from(["", " ", "-", ".", "\u200c", " - "])
_SCRIPTS = st.sampled_from([str, fa_digits, lambda digits: digits.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))])


@given(
    st.text("0123456789", min_size=9, max_size=9),
    st.sampled_from(["0", "+98", "0098", "98", "+98 0"]),
    _GAPS,
    _SCRIPTS,
    st.sampled_from(["", "تماس: ", "من ", "(", "x\n"]),
    st.sampled_from(["", " زنگ بزنید", ")", "\n"]),
)
def test_every_mobile_number(rest, front, gap, script, before, after) -> None:  # type: ignore[no-untyped-def]
    number = script(f"{front}{gap}9{rest[:2]}{gap}{rest[2:5]}{gap}{rest[5:]}")
    assert "phone" in kinds_in(f"{before}{number}{after}")
    assert rest[5:] not in mask(f"{before}{number}{after}")


@given(st.integers(1400, 1419), st.integers(0, RANDOM_LIMIT - 1), _SCRIPTS, st.booleans())
def test_our_own_codes_are_nobodys(year, random, script, grouped) -> None:  # type: ignore[no-untyped-def]
    code = make_code(year, random)
    shown = spoken_groups(code, "en") if grouped else code
    assert kinds_in(f"کد رهگیری {script(shown)} را دارم") == []


@given(st.from_regex(r"[0-8][0-9]{8}", fullmatch=True), _SCRIPTS)  # what begins with 9 is rather a mobile number
def test_national_ids_by_their_check_digit(nine, script) -> None:  # type: ignore[no-untyped-def]
    whole = [nine + digit for digit in string.digits if is_national_id(nine + digit)]
    assert len(whole) == 1 or len(set(nine)) == 1
    for digits in whole:
        assert kinds_in(f"کد ملی من {script(digits)}") == ["national_id"]


@given(
    st.integers(11, 99),
    st.sampled_from(list("بجدسصطقلمنوهی")),
    st.integers(111, 999),
    st.integers(11, 99),
    _SCRIPTS,
    st.sampled_from(["", " ", "\u200c", " - "]),
)
def test_every_plate_with_its_region(two, letter, three, region, script, gap) -> None:  # type: ignore[no-untyped-def]
    for plate in (
        f"{two}{gap}{letter}{gap}{three}{gap or ' '}ایران{gap or ' '}{region}",
        f"ایران{gap or ' '}{region} {two}{gap}{letter}{gap}{three}",
    ):
        assert kinds_in(f"خودرو {script(plate)} اینجا") == ["plate"]


@given(
    st.lists(st.sampled_from(["110", "115", "123", "125", "137", "121", "122", "194", "1540", "1888"]), max_size=6),
    st.sampled_from([" و ", "، ", " ", " یا ", "-"]),
    _SCRIPTS,
)
def test_short_numbers_of_agencies_are_nobodys(numbers, joint, script) -> None:  # type: ignore[no-untyped-def]
    assert kinds_in(f"به {script(joint.join(numbers))} زنگ زدم") == []
