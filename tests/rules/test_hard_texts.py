"""What is proposed and chosen for texts that deny, are over, mock, ask, say two things, or are none of our business.

`hard.tsv` was written before the rules; `fresh.tsv`, `blind.tsv` and `late.tsv` in other voices while they were made;
`outside.tsv` and `stranger.tsv` by other authors before reading the rules. None is learnt from.
`unmended.tsv` was read once, after all was done, and only measured: its first figures are in docs/reading.md.
"""

from functools import lru_cache
from pathlib import Path

import pytest

from peygir.desks.understanding.choosing import TopicProposal, propose, propose_all
from peygir.desks.understanding.learning.judging import JudgedText, ReadingScores, judge, read_judged
from peygir.desks.understanding.learning.material import SHIPPED
from peygir.ops.commands.read import city_material
from tests.phrases import shiraz_reader

TEXTS = Path(__file__).resolve().parents[1] / "reading"
FILES = ("hard", "fresh", "blind", "late", "outside", "stranger")


@lru_cache(maxsize=8)
def judgement(*names: str) -> ReadingScores:
    texts = [one for name in names for one in read_judged(TEXTS / f"{name}.tsv")]
    return judge(texts, _proposals(texts))


def _proposals(texts: list[JudgedText]) -> list[TopicProposal]:
    traits, own_names, _ = city_material("shiraz", shiraz_reader().kinds)
    return propose_all(shiraz_reader(), [one.text for one in texts], traits, own_names=own_names)


def read(text: str) -> TopicProposal:
    traits, own_names, _ = city_material("shiraz", shiraz_reader().kinds)
    return propose(shiraz_reader(), text, traits, own_names=own_names)


def test_the_hard_texts_keep_the_goals() -> None:
    scores = judgement("hard")
    assert scores.count >= 300
    assert scores.nothing_chosen <= 0.03
    assert scores.wrongly <= 0.015
    assert scores.chosen >= 0.65
    assert scores.urgent_missed == 0
    assert scores.raised <= 0.06 * scores.count
    assert scores.two_noticed >= 0.45 * scores.two_count
    assert scores.kinds >= 0.93


def test_all_texts_together_keep_the_goals() -> None:
    scores = judgement(*FILES)
    assert scores.nothing_chosen <= 0.03
    assert scores.wrongly <= 0.015
    assert scores.urgent_missed <= 1


def test_the_texts_of_a_stranger_keep_the_goals() -> None:
    scores = judgement("stranger")
    assert scores.count == 240
    assert scores.nothing_chosen <= 0.03
    assert scores.wrongly <= 0.015
    assert scores.chosen >= 0.78
    assert scores.urgent_missed == 0
    assert scores.raised <= 8
    assert scores.two_noticed >= 19


@pytest.mark.parametrize("names", [("hard",), FILES], ids=["hard", "all"])
def test_what_is_said_with_nine_tenths_is_right_nine_times_in_ten(names: tuple[str, ...]) -> None:
    scores = judgement(*names)
    sure = scores.reliability[-1]
    assert sure.low == 0.9
    assert sure.count >= 50
    assert sure.right >= 0.93
    assert all(one.right >= one.confidence - 0.18 for one in scores.reliability if one.count >= 10)
    assert scores.calibration_error <= 0.08


def test_plain_speech_is_read_as_before() -> None:
    scores = judge(texts := read_judged(SHIPPED / "shiraz" / "reading" / "heldout.tsv"), _proposals(texts))
    assert scores.top1 >= 0.98
    assert scores.chosen >= 0.80
    assert scores.wrongly <= 0.005


@pytest.mark.parametrize(
    ("live", "over"),
    [
        ("بوی گاز میاد تو راه‌پله", "بوی گاز نمیاد تو راه‌پله"),
        ("آتش هنوز خاموش نشده", "آتش خاموش شد"),
        ("زباله‌ها رو نبردن", "زباله‌ها رو بردن"),
        ("چراغ کوچه روشن نمی‌شه", "چراغ کوچه روشن شد"),
        ("آب نداریم از صبح", "آب وصل شد"),
        ("چاله جمع نشده، کسی نیومده پرش کنه", "چاله رو اومدن پر کردن رفتن"),
        ("لوله آب ترکیده", "لوله آب نترکیده"),
        ("برق ما رفته", "برق ما نرفته"),
        ("سگ‌های ولگرد نمیرن از کوچه", "سگ‌های ولگرد رفتن"),
        ("درخت افتاده رو جمع نکردن", "درخت افتاده رو جمع کردن"),
        ("برق ما رفته ولی همسایه داره", "برق همسایه رفته ولی ما داریم"),
        ("the power is out in our street", "the power is not out in our street"),
    ],
)
def test_a_complaint_that_says_no_is_told_from_a_denial(live: str, over: str) -> None:
    told_apart, denied = read(live), read(over)
    assert told_apart.stance == "report"
    assert denied.stance in ("negated", "ended")
    assert denied.chosen == ""
    assert denied.guesses[0].confidence < 0.5
    assert denied.guesses[0].confidence < told_apart.guesses[0].confidence


@pytest.mark.parametrize(
    "text",
    [
        "آتش رو خاموش کردن ولی دوباره شعله گرفته",
        "گفتن نشتی گاز رو بستن ولی هنوز بوی گاز میاد",
        "آب قطع شده بود وصل شد ولی لوله ترکیده آب میاد تو خونه",
    ],
)
def test_what_began_again_is_urgent_again(text: str) -> None:
    assert read(text).urgency == "U"


def test_what_may_be_over_is_still_proposed() -> None:
    found = read("بوی گاز نمیاد دیگه، اومدن بستن")
    assert found.chosen == ""
    assert found.guesses[0].code == "EXT-03"


@pytest.mark.parametrize(
    ("asked", "reported"),
    [
        ("کرایه تاکسی از نمازی تا ترمینال چنده الان", "تاکسی از نمازی تا ترمینال کرایه اضافه گرفت"),
        ("عوارض خودرو امسال چقدر زیاد شده", "عوارض خودرو رو زیاد حساب کردین"),
        ("هر چند وقت یه بار جوب‌ها رو لایروبی می‌کنین", "جوب‌ها رو لایروبی نمی‌کنین"),
    ],
)
def test_a_question_needs_no_question_mark(asked: str, reported: str) -> None:
    found = read(asked)
    assert (found.stance, found.chosen, found.guesses[0].code) == ("question", "", "ADM-09")
    assert read(reported).stance == "report"


def test_a_thing_that_works_since_yesterday_is_no_complaint() -> None:
    assert read("چراغ کوچه از دیروز روشن شده").chosen == ""
    assert read("چراغ کوچه از دیروز خاموش شده").chosen == "LGT-01"


def test_a_road_hole_without_its_cover_is_no_uneven_cover() -> None:
    found = read("درپوش منهول سر خیابون رو دزدیدن، بازه")
    assert (found.guesses[0].code, found.urgency) == ("SUR-04", "U")


def test_no_confidence_is_more_than_one() -> None:
    texts = ("می‌خواستم از رفتگر محله‌مون تشکر کنم", "Thank you so much, your crew came in an hour and was very kind")
    assert all(0 <= guess.confidence <= 1 for text in texts for guess in read(text).guesses)


def test_the_urgent_one_of_two_things_makes_it_urgent() -> None:
    proposal = read("همسایه بدون مجوز داره میسازه، مصالحشم ریخته تو خیابون")
    assert proposal.also is not None
    assert {proposal.guesses[0].code, proposal.also.code} == {"BLD-01", "OBS-04"}
    assert proposal.urgency == "U"


def test_the_city_itself_is_not_elsewhere() -> None:
    here, there = read("تو شیراز خیابون ملاصدرا چاله افتاده"), read("تو اصفهان خیابون چهارباغ چاله افتاده")
    assert here.stance == "report"
    assert there.stance == "elsewhere"
    assert there.chosen == ""


def test_a_second_thing_is_proposed_beside_the_first() -> None:
    found = read("زباله‌ها رو نبردن، یه گربه مرده هم وسط کوچه‌ست")
    assert found.also is not None
    assert {found.guesses[0].code, found.also.code} == {"WST-01", "CLN-04"}
    assert read("سه روزه زباله‌ها رو نبردن و بوش همه‌جا رو گرفته").also is None


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("یه مبل کهنه انداختن سر کوچه، موشم از تو جوب ریخته بیرون", {"WST-08", "ANM-03"}),
        ("چاله وسط کوچه رو پر کنین، سگ ولگردم شبا میان جلو در", {"ASP-01", "ANM-01"}),
    ],
)
def test_a_second_thing_may_be_brought_in_by_one_letter(text: str, both: set[str]) -> None:
    found = read(text)
    assert found.also is not None
    assert {found.guesses[0].code, found.also.code} == both


@pytest.mark.parametrize(
    "text",
    [
        "چاله وسط کوچه رو پر کنین، مادرم پاش پیچ خورد",
        "چراغ کوچه خاموشه، لازم نیست بگم چقدر تاریکه",
        "سگ ولگرد زیاده، می‌ترسم بچه‌م رو بفرستم مدرسه",
        "زباله‌ها رو نبردن، مردم از بوش خسته شدن",
    ],
)
def test_a_word_that_only_ends_like_too_brings_in_nothing(text: str) -> None:
    assert read(text).also is None


def test_thanks_are_no_second_thing() -> None:
    assert all(
        one.also is None or one.also.code != "ADM-08"
        for name in FILES
        for one in _proposals(read_judged(TEXTS / f"{name}.tsv"))
    )
