"""Numbers written as words, in formal and spoken Persian, in Latin letters and in English."""

from typing import Final

# word → (value, rank): of a phrase like "nine hundred and seventeen" each part has a lower rank than the one before.
UNIT, TEEN, TEN, HUNDRED, THOUSAND = 1, 2, 3, 4, 5

_BY_RANK: Final = {
    UNIT: """
        صفر=0 سفر=0 یک=1 یه=1 یکی=1 دو=2 سه=3 چهار=4 چار=4 پنج=5 پنش=5 شش=6 شیش=6 هفت=7 هف=7 هشت=8 هش=8 نه=9
        sefr=0 sefer=0 sifr=0 yek=1 ye=1 do=2 se=3 chahar=4 char=4 chaar=4 panj=5 pang=5 shesh=6 shish=6 shis=6 haft=7
        hasht=8 noh=9 no=9 nuh=9 zero=0 oh=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 nought=0
    """,
    TEEN: """
        ده=10 یازده=11 دوازده=12 سیزده=13 چهارده=14 چارده=14 پانزده=15 پونزده=15 شانزده=16 شونزده=16 هفده=17 هیفده=17
        هیوده=17 هجده=18 هیجده=18 هژده=18 هیژده=18 نوزده=19
        dah=10 yazdah=11 davazdah=12 sizdah=13 chahardah=14 chardah=14 panzdah=15 punzdah=15 poonzdah=15 shanzdah=16
        shunzdah=16 shoonzdah=16 hefdah=17 hifdah=17 hivdah=17 hejdah=18 hijdah=18 hezhdah=18 hizhdah=18 nuzdah=19
        noozdah=19 nozdah=19 ten=10 eleven=11 twelve=12 thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17
        eighteen=18 nineteen=19
    """,
    TEN: """
        بیست=20 بیس=20 سی=30 چهل=40 چل=40 پنجاه=50 شصت=60 شص=60 هفتاد=70 هشتاد=80 نود=90
        bist=20 si=30 chehel=40 chel=40 panjah=50 panja=50 shast=60 shas=60 haftad=70 hashtad=80 navad=90
        twenty=20 thirty=30 forty=40 fourty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90
    """,
    HUNDRED: """
        صد=100 یکصد=100 دویست=200 دویس=200 سیصد=300 چهارصد=400 چارصد=400 پانصد=500 پونصد=500 ششصد=600 شیشصد=600
        هفتصد=700 هفصد=700 هشتصد=800 هشصد=800 نهصد=900
        sad=100 yeksad=100 devist=200 divist=200 sisad=300 chaharsad=400 charsad=400 pansad=500 punsad=500 poonsad=500
        sheshsad=600 shishsad=600 haftsad=700 hafsad=700 hashtsad=800 hashsad=800 nohsad=900 hundred=100
    """,
    THOUSAND: "هزار=1000 هزاری=1000 hezar=1000 thousand=1000",
}
# Arabic numbers, folded; «واحد» is a flat or a department in Persian, so it counts only beside the others.
_ARABIC: Final = """
    سبعه=7 تسعه=9 ثلاثه=3 ثلاث=3 اثنان=2 اثنین=2 اربعه=4 اربع=4 خمسه=5 خمس=5 سته=6 ست=6 ثمانیه=8 ثمانی=8 ثمان=8 تسع=9
    سبع=7 واحد=1
"""
NUMBERS: Final[dict[str, tuple[int, int]]] = {
    word: (int(value), rank)
    for rank, lines in _BY_RANK.items()
    for word, value in (pair.split("=") for pair in lines.split())
}
ARABIC_NUMBERS: Final[dict[str, tuple[int, int]]] = {
    word: (int(value), UNIT) for word, value in (pair.split("=") for pair in _ARABIC.split())
}
MILLION: Final = frozenset(("میلیون", "ملیون", "milyoon", "milion", "million"))
# Between the parts of one number: «نهصد و هفده».
ANDS: Final = frozenset(("و", "o", "va", "and"))
TIMES: Final = {"دوتا": 2, "جفت": 2, "سه‌تا": 3, "سهتا": 3, "double": 2, "triple": 3, "dota": 2, "seta": 3}
# Words between the digits of a number that is dictated.
_JOINTS: Final = """
و خط تیره خط‌تیره دش فاصله اسپیس نقطه ممیز اسلش ستاره منها ویرگول کاما بعد بعدش بعدشم سپس آخرش اخرش ادامه ادامش
ادامه‌اش پس پشتش پشت‌سرش دات خالی علامت dash space dot hyphen then and slash minus comma point underscore va o
khat tire fasele noghte bad badesh sepas
"""
JOINTS: Final = frozenset(_JOINTS.split())
