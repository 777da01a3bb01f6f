"""Whether a text that came while we waited for an answer is a new complaint and not the answer."""

import re
from typing import Final

from peygir.core.persian import normalise

# Things that people complain about, in the forms of `normalise`.
_TROUBLES: Final = """
بو، بوی، چاله، زباله، آشغال، اشغال، فاضلاب، نشتی، نشت، سگ، گربه، موش، چراغ، لامپ، تیر برق، آسفالت، اسفالت، درخت،
شاخه، جوی، جدول، پیاده رو، پیاده‌رو، لوله، آب، اب، برق، گاز، نخاله، سطل، نیمکت، تابلو، سرعت گیر، دستفروش، سد
معبر، سروصدا، سر و صدا، ماشین، موتور، گرفتگی، آبگرفتگی، حیوان، پشه، خط کشی، پل عابر، pothole، trash، garbage،
smell، leak، light، lamp، tree، dog، dogs، water، noise، sewage، bin
"""
# Words for what is wrong with them.
_WRONG: Final = """
است، هست، هستن، هستند، شده، شده اند، شدن، شد، نیست، ندارد، نداره، نداریم، افتاده، ریخته، ریختن، ترکیده، شکسته،
شکستن، خرابه، خراب، خاموشه، خاموش، پره، پر، میاد، می آید، میدهد، میده، می دهد، می‌آید، گرفته، مونده، مانده، قطع،
قطعه، بد، کثیف، کثیفه، خطرناک، نبردن، نبرده، نشده، پیچیده، رها، پارک کرده، میکنن، میکنند، می کنند، is،
are، broken، full، out، leaking، fallen، not، blocked
"""
_BESIDE_A_PLACE: Final = """
جنب، کنار، نزدیک، روبروی، روبه روی، رو به روی، مقابل، پشت، سر، بعد از، قبل از، پای، دم، زیر، بین، نبش، ایستگاه،
پست، next to، near، opposite، behind، under، by the
"""


def _any_of(table: str) -> str:
    return "|".join(re.escape(word.strip()) for word in " ".join(table.split()).split("،"))


_ENDING: Final = "(?:ها|های|هایی)?"
_TROUBLE: Final = re.compile(rf"(?<!\w)(?:{_any_of(_TROUBLES)}){_ENDING}(?!\w)", re.IGNORECASE)
_IS_WRONG: Final = re.compile(rf"(?<!\w)(?:{_any_of(_WRONG)})(?!\w)", re.IGNORECASE)
_PLACED: Final = re.compile(
    rf"(?<!\w)(?:{_any_of(_BESIDE_A_PLACE)})\s+(?:\w+\s+)?(?:{_any_of(_TROUBLES)}){_ENDING}(?!\w)", re.IGNORECASE
)
_SMELL: Final = re.compile(r"(?<!\w)(?:بوی|نشت|نشتی|ترکیدگی|سر و صدای|سروصدای)\s+\w+")
_PLAIN_LETTERS: Final = str.maketrans({"آ": "ا"})


def is_complaint(text: str, *, already: str = "") -> bool:
    """Whether a text complains about something that `already`, the sender's earlier text, does not mention.

    A thing that only locates the place («روبروی چراغ قرمز») is no complaint.
    """
    plain = _PLACED.sub(" ", normalise(text))
    before = normalise(already).translate(_PLAIN_LETTERS)
    named = {found[0] for found in _TROUBLE.finditer(plain)}
    fresh = [word for word in named if _stem(word) not in before]
    return bool(fresh) and bool(_IS_WRONG.search(plain) or _SMELL.search(plain))


def _stem(word: str) -> str:
    return re.sub("(ها|های|ی|هایی)$", "", word).translate(_PLAIN_LETTERS)
