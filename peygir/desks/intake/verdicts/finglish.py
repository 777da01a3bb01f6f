"""Converts Persian written in Latin letters («na hanooz dorost nashode») to Persian words."""

import re
from typing import Final

# Latin spelling (a whole word, as a pattern) → the Persian word of the lexicon
_ROWS: Final = """
بله|ba+le+h?|bali|bal|ba+leh?
اره|a+re+h?|ari|a+re|arh
نه|na+h?|nah+
خیر|kh?e+y?i?r|kheyir|xeyr
نخیر|nakh?e+y?i?r
هنوز|han(oo|o|u|ou)+z+e?m?|hano
همچنان|hamch(e|o)n(a+|oo|u)n
درست|do+r+o?e?st(esh|esho|eshoon|o)?|d(o|u)rost|dros?t|doros|doroos|doroost
حل|hal|hall|halesh
حله|hale|halle|haleh
برطرف|bar ?taraf|bartarf
رفع|raf|rafe?
انجام|anj(a+|e)m
تموم|tam(oo|o|u|a+)m
تعمیر|ta+?m+ir(esh)?
تمیز|tamiz
جمع|jam|jame?
عوض|avaz(esh)?
رسیدگی|resid(e|)gi
پیگیری|pe+ygiri|peigiri|peygiri
اقدامی|egh?d(a+)mi?
شد|shod(an|and|e|eh|esh|en)?|sho+de?|sod
نشد|na ?shod(an|and|e|eh|esh|en)?|nashud|nashode
شده|shode ?ast
میشه|mi?she|mi?shavad|beshe
نمیشه|nemi?she|nashe
کردن|kard(an|and|e|eh|in|id|esh|anesh)?
نکردن|na ?kard(an|and|e|eh|in|id|esh)?
میکنن|mi?kon(an|and|e|ad)
نمیکنن|nemikon(an|and|e)
کنید|kon(id|in)|bokon(id|in)
دادن|dad(an|and|e|id|in)?
ندادن|nadad(an|and|e|id|in)?
اومدن|(oo|o|u|a+)mad(an|and|e|eh|in|id)?
نیومدن|na?(yo+|yu|i?o+|iu|ia|iya)mad(an|and|e|eh|in|id)?|nyoo?mad(an|e|eh)?|nayo+mad(an|e|eh|in)?|nayamad(an|e|and)?
میان|mi(an|ad|yan|yad|ayand|ain|ayn)|bi(an|ad|yan|yad)
نمیان|nemi(an|ad|yan|yad)
رفتن|raft(an|and|e|an)?
بردن|bord(an|and|e|anesh)?
نبردن|na ?bord(an|and|e)?
هست|hast(e|an|esh)?|ast|has
نیست|nist(esh|an)?|nis
هستم|hastam|hastim
نیستم|nistam|nistim
بود|bood(an|e)?|bud(an|e)?
نبود|nabood(an|e)?|nabud
داره|d(a+)r(e|eh|an|and|im|am|ad)
نداره|nad(a+)r(e|eh|an|and|im|am|ad)
مونده|m(oo|o|u)nde|mande
مشکل|moshke+l(i|e|eh|am|esh|emun|emoon)?
مشکلی|moshkeli
خراب|khar(a+)b|xarab
خرابه|khar(a+)be(h|sh)?|kharaban
خاموش|kh(a+)m(oo|u|o)sh
خاموشه|kh(a+)m(oo|u|o)she
کثیف|kas+if
کثیفه|kas+ife
کسی|kas+i
هیچکس|hich ?kas(i)?|hishki
هیچ|hich
هیچی|hichi
کاری|ka+ri
کار|ka+r
ولی|vali|wali
اما|am+a
دوباره|dob(a+)re
باز|b(a+)z(am)?
خوب|kh(oo|o|u)b|xub
خوبه|kh(oo|o|u)be
عالی|a+li
عالیه|a+lie|a+liye
راضی|r(a+)zi
راضیم|r(a+)ziam|raziyam|razim
ناراضی|nar(a+)zi(am|yam)?
ناقص|na+gh?es|nages|naqes
نصفه|nes(fe|fh|fesh)
نیمه|nime
کاره|kare
کمی|kami
یکم|ye ?kam|yekam|ykam
بهتر|behtar(e)?
بدتر|badtar(e)?
کامل|ka+mel(an)?
اصلا|aslan|asln
متاسفانه|mote?as+ef(a+)ne|motasefane
مثل|mesl(e)?
قبل|gh?abl(an)?|qabl
همون|ham(oo|o|u)n(e|eh)?
همونجوریه|ham(oo|o|u)n ?(j(oo|u|o)ri?|tor|toor)(e|ie|iye)?
فرقی|fargh?i
تغییری|tagh?yiri|taghiri
قراره|gh?ar(a+)re
فردا|farda
دیگه|dige+h?|digar
اگه|age+h?|agar
کاش|ka+sh(ki)?
ایشالا|ish?(a+)l+(a+)h?|insh?all?ah?|enshal?lah?|ishala
شاید|sh(a+)yad
احتمالا|eh?tem(a+)lan
فکر|fek+r?
کنم|konam
نکنم|nakonam
نمیدونم|nemi?d(oo|o|u)n(a|e)m|nmidunam|nmidonam
مطمین|motmaen
چرا|chera
مگه|mage
کدوم|kod(oo|o|u|a)m
گزارش|goz(a+)resh(am|o|e)?
کی|key
چی|chi
شما|shoma
من|man
ندادم|nadadam
گفتن|goft(an|and|e|am)?
گفتید|goft(id|in)|migid|migin
سلام|sala+m|slm
ممنون|mam+n(oo|o|u)n(am|im)?|mamn(u|oo)n
مرسی|mer+c(i|y)?|mersi+|merc
تشکر|tashakor
لطفا|lotfan
دستتون|dast(e)?t(oo|o|u)n
درد|dard
نکنه|nakone+h?
خدا|khoda
روشکر|ro ?shokr|shokr
کثیفکاری|kasif ?kari
ول|vel
پیش|pish
دروغه|doroo?gh?e?
الان|alan
امروز|emrooz|emruz
دیروز|dirooz|diruz
که|ke
را|ro
این|in
به|be
از|az
آشغال|ashgh?al(a|ha)?
چراغ|cheragh(a|ha|o)?
چاله|chale(h|ro)?
بو|boo|bu
هنوز|hnz
ندیدم|nadid(am|im)
داداش|dad(a+)sh
اقا|a+gh?a+
خانم|khan(oo|o|u)m
عزیزم|azizam?
بابا|baba+
والا|vall?a+h?
کاکو|k(a+)k(oo|o|u)
عمو|a+m(oo|u)
نکنه|nakone
پیام|pay(a+)m
بیایید|bia+(in|id|yn|yid)?
جان|j(oo|o|a+)n
دروغ|doroo?gh
قول|ghol
خبری|khabari
شکر|shokr
خودم|khodam
خودمون|khodem(oo|u)n
واقعا|vaghean
خیلی|kheyli|kheili
با|ba
دم|dam
دمت|dame?t
دمتون|dame?t(oo|u|o)n
دمشون|dame?sh(oo|u|o)n
گرم|garm
کار|kar(etoon|etun|eshun|eshoon)
قربونت|gh?orb(oo|u)net
اقا|agha
دست|dast(esh|et|eshoon|eshun)
به|b
"""


LEAST_STEM: Final = 4
"""The fewest letters of a Latin word for which endings are tried."""
_ENDING: Final = re.compile(r"(?:esh|eshoo?n|eshun|etoo?n|etun|emoo?n|emun|am|et|o|ro|ha|a|i)$")


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


_PATTERNS: Final = [
    (re.compile(pattern), word) for word, _, pattern in (row.partition("|") for row in _ROWS.strip().splitlines())
]
_ENGLISH: Final = _words("""
the is it was not yes no they been has have but and fixed done still are in be you i we my this that to of on
hal man broken problem working nothing nobody one came come yet same before light good thank thanks great job
all now again left better worse only half which what report maybe think sure if when why how can an a did do
does
    """)
_BOTH: Final = _words("""
age ali amma are az bad bal baz be budan chi dare hal hale has in jam kare kash ke key mage man raf raft sod
    """)


def persian_of(tokens: list[str]) -> list[str]:
    """Each Latin word replaced by the Persian word that it spells, if any; English words stay as they are."""
    spelled = [_word_of(word) for word in tokens]
    english = sum(word in _ENGLISH for word in tokens)
    finglish = sum(bool(persian) and word not in _BOTH for word, persian in zip(tokens, spelled, strict=True))
    is_english = english > finglish and english > 0 and tokens not in (["are"], ["hal"])
    return [
        word if not persian or (is_english and word in (_BOTH | _ENGLISH)) or word == "bad" else persian
        for word, persian in zip(tokens, spelled, strict=True)
    ]


def _word_of(word: str) -> str:
    """The Persian word of a Latin spelling, also with an attached possessive or object ending."""
    stem = _ENDING.sub("", word)
    spellings = (word, stem) if len(stem) >= LEAST_STEM and word not in _ENGLISH else (word,)
    return next((persian for each in spellings for pattern, persian in _PATTERNS if pattern.fullmatch(each)), "")
