"""Whether a text says for how long a problem has lasted: «سه روزه آشغالا رو نبردن», "not collected for 3 days"."""

import re
from typing import Final

from peygir.core.persian import key_words

_COUNT: Final = (
    r"\d{1,3}|چند|دو|سه|چهار|چار|پنج|شش|شیش|هفت|هشت|نه|ده|پانزده|بیست|دو سه|سه چهار"
    r"|two|three|four|five|six|seven|eight|nine|ten|several|some|a few"
)
_ONE: Final = r"یک|یه|one|a"
# What lasts one day is not long yet; a week is.
_LASTING: Final = re.compile(
    rf"(?<!\w)(?:(?:{_COUNT}) ?(?:روز|شب|هفته|ماه|نوبت|بار|day|night|week|month|time)"
    rf"|(?:{_ONE}) ?(?:هفته|ماه|week|month)"
    r"|(?:هفته|ماه) (?:ها|پیش|قبل|گذشته)|(?:از|since) (?:پریروز|هفته|ماه|last week))\w{0,3}(?!\w)"
)


def says_how_long(text: str) -> bool:
    """True when a text says that it has gone on for days, weeks or several turns. Linear in the length of the text."""
    return _LASTING.search(" ".join(key_words(text[:4000]))) is not None
