"""Mobile numbers as they are dictated, in digits and in words, are covered whole however they are cut into groups."""

from random import Random
from typing import Final

from peygir.core.persian import fa_digits
from peygir.core.personal import cover, look
from peygir.core.personal.folding import fold
from peygir.core.personal.groups import groups_in, with_digits

FORMAL: Final = ["صفر", "یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه"]
SPOKEN: Final = ["صفر", "یه", "دو", "سه", "چار", "پنج", "شیش", "هف", "هش", "نه"]
TEENS: Final = ["ده", "یازده", "دوازده", "سیزده", "چهارده", "پونزده", "شونزده", "هیفده", "هیجده", "نوزده"]
TENS: Final = ["", "ده", "بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود"]
HUNDREDS: Final = ["", "صد", "دویست", "سیصد", "چهارصد", "پونصد", "ششصد", "هفتصد", "هشتصد", "نهصد"]
CUTS: Final = ((4, 3, 4), (4, 3, 2, 2), (1, 3, 3, 2, 2), (4, 2, 2, 3), (3, 3, 3, 2), (1, 3, 3, 4), (1,) * 11)
ANDS: Final = (" و ", "و ", "\u200cو\u200c")
GAPS: Final = (" - ", " . ", " / ", "، ", "\n", " بعد ", " خط تیره ", " و بعدش ", "; ", "... ", " ★ ")
SENTENCES: Final = (
    "لطفا با {} تماس بگیرید",
    "چراغ خراب است {}",
    "شماره من {} است",
    "{}\nآب قطع است",
    "کوچه تاریک است. {} منتظرم",
)
COUNT: Final = 2000


def spoken(digits: str, chance: Random) -> str:
    """Up to three digits in words; what begins with a zero is told with it."""
    if len(digits) > 3:
        return f"{spoken(digits[:2], chance)} {spoken(digits[2:], chance)}"
    if digits[0] == "0" and len(digits) > 1:
        return f"صفر {spoken(digits[1:], chance)}"
    number, tokens = int(digits), []
    if number >= 100:
        tokens.append(HUNDREDS[number // 100])
        number %= 100
    if 10 <= number < 20:
        tokens.append(TEENS[number - 10])
    else:
        tokens += [TENS[number // 10]] if number >= 20 else []
        tokens += [chance.choice((FORMAL, SPOKEN))[number % 10]] if number % 10 or not tokens else []
    return chance.choice(ANDS).join(tokens)


def dictated(chance: Random) -> str:
    """A mobile number, cut into groups, each of which is told in digits or in words."""
    number = f"09{chance.randrange(4)}{chance.randrange(10**8):08d}"
    groups, at = [], 0
    for size in chance.choice(CUTS):
        digits = number[at : at + size]
        groups.append(chance.choice((str, fa_digits, lambda told: spoken(told, chance)))(digits))
        at += size
    return chance.choice(GAPS).join(groups)


def test_a_dictated_number_is_stopped_and_nothing_of_it_is_left_to_be_read() -> None:
    chance = Random(1405)
    shown, left = [], []
    for _ in range(COUNT):
        text = chance.choice(SENTENCES).format(dictated(chance))
        if look(text).is_clean:
            shown.append(text)
        elif groups_in(with_digits(fold(cover(text)).text)):
            left.append(text)
    assert shown == []
    assert len(left) <= 0.002 * COUNT, left
