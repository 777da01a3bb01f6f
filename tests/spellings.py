"""The spellings in which people write to 137; the same list stands in docs/messages.md, and each knocks at a door."""

from typing import Final

from peygir.core.persian import fa_digits

_ARABIC: Final = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def codes_of(code: str) -> list[str]:
    """A tracking code as people send it: three kinds of digits, with and without blanks and words."""
    a, b, c, d = code[:2], code[2:5], code[5:8], code[8:]
    fa, arabic = fa_digits(code), code.translate(_ARABIC)
    return [
        code, fa, arabic, f"{fa[:3]}{code[3:6]}{arabic[6:]}",
        f"{a} {b} {c} {d}", fa_digits(f"{a} {b} {c} {d}"), f"{a} {b} {c} {d}".translate(_ARABIC),
        " ".join(code), " ".join(fa), " ".join(arabic), f"{a}-{b}-{c}-{d}",
        fa_digits(f"{a}\u200c{b}\u200c{c}\u200c{d}"), f"{a}.{b}.{c}.{d}", f"{a}/{b}/{c}/{d}", f"({a}) {b}-{c}-{d}",
        f"{code[:5]}\n{code[5:]}", f"{code}.", f"{fa}؟", f"  {code}\n", f"«{fa}»", f"\u200f{fa}\u200f", f"#{code}",
        f"کد {code}", f"کد: {fa}", f"كد رهگيري {code}", f"كد {arabic}", f"کدپیگیری{code}", f"کد رهگیری:{fa}.",
        f"کد رهگیری من {fa} است", f"پیگیری {fa}", f"پیگیری گزارش ({code})", f"شماره پیگیری {arabic}",
        f"سلام، وضعیت {fa} چی شد؟", f"لطفا {a}{b} {c}{d} را پیگیری کنید", f"code {code}", f"Track: {code}",
        f"peygiri {code}",
    ]  # fmt: skip


def answers_with(code: str) -> list[tuple[str, int]]:
    """An answer to "is it fixed?" that names the report."""
    fa, arabic = fa_digits(code), code.translate(_ARABIC)
    return [
        (f"{code} 1", 1), (f"{fa} ۲", 2), (f"{arabic} ٣", 3), (f"۳ {fa}", 3), (f"1-{code}", 1), (f"{code}-3", 3),
        (f"{code}\n2", 2), (f"{fa}/۱", 1), (f"{code}: بله", 1), (f"{fa} نه", 3), (f"کد {code} ۱", 1),
        (f"کد {code}: ۲", 2), (f"گزارش {fa} ۳", 3), (f"سلام، {code} حل شد، ممنون", 1),
    ]  # fmt: skip


# An answer to "is it fixed?"
ONE: Final = [
    "1", "۱", "١", " ۱ ", "1 ", "1.", "۱.", "١.", "۱)", "(۱)", "1-", "1!", "گزینه ۱", "گزینه1", "گزینه‌ی ۱", "عدد ۱",
    "عدد1", "شماره ۱", "یک", "یک.", "بله", "بله.", "آره", "اره", "بله برطرف شد", "برطرف‌شد", "حل شد", "1️⃣", "۱ بله",
    "۱ ممنون", "بله، با تشکر", "Yes", "baleh", "hal shod", "راضی‌ام",
]  # fmt: skip
TWO: Final = [
    "2", "۲", "٢", "2 ", "۲.", "٢.", "2)", "گزینه 2", "گزینه2", "شماره ۲", "دو", "ناراضی", "راضی نیستم", "خوب نیست",
    "۲!", "۲ ناراضی", "narazi",
]  # fmt: skip
THREE: Final = [
    "3", "۳", "٣", "3 ", "۳.", "٣.", "3)", "گزینه ۳", "گزینه3", "عدد ۳", "سه", "نه", "خیر", "خير", "نشد",
    "برطرف نشده", "انجام‌نشده", "حل نشد", "هنوز نشده", "نه، نشد", "سلام نه", "no", "nashod", "kheyr",
]  # fmt: skip
STOP: Final = [
    "لغو", "لغو۱۱", "لغو 11", "لغو11", "لغو ١١", "لغو ۱", "لغــو", "«لغو»", "لغو.", "لغو!", "لغو پیامک", "لغوپیامک",
    "لطفاً لغو کنید", "قطع", "LAGHV", "laghv", "Laghv 11", "lagv", "STOP", "Stop", "stop11", "OFF", "unsubscribe",
    "پیامک نفرستید", "لطفا دیگر پیامک نفرستید",
]  # fmt: skip
START: Final = ["شروع", "شروع!", "START", "shoroo", "وصل", "شروع مجدد"]
