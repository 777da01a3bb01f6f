"""Arabic, Dari and Persian in Latin letters: proposed, and left to a person where the words had to be replaced."""

import pytest

from peygir.desks.understanding.foreign import in_known_words
from peygir.desks.understanding.learning.material import SHIPPED, load_material
from tests.rules.test_hard_texts import read

FOREIGN = (
    ("القمامة لم تجمع منذ ثلاثة أيام في شارعنا", "WST-01"),
    ("توجد رائحة غاز في الزقاق", "EXT-03"),
    ("الكهرباء مقطوعة منذ الصباح", "EXT-02"),
    ("هناك كلاب ضالة كثيرة في الحي", "ANM-01"),
    ("حفرة كبيرة في وسط الشارع أمام الفندق", "ASP-01"),
    ("مصباح الشارع لا يعمل والزقاق مظلم", "LGT-01"),
    ("المجاري طافحة أمام بيتنا والرائحة كريهة", "EXT-04"),
    ("الحديقة مظلمة والألعاب مكسورة", "GRN-11"),
    ("ده سرک ما کثافات مانده کسی نمیبره", "WST-01"),
    ("گروپ سرک سوخته شب تاریک اس", "LGT-01"),
    ("چقری کلان ده سرک اس موتر میافته", "ASP-01"),
    ("بدرفت بند شده آب گنده ده سرک ایستاده", "EXT-04"),
)


@pytest.mark.parametrize(("text", "topic"), FOREIGN)
def test_a_visitor_gets_proposals_and_a_person(text: str, topic: str) -> None:
    found = read(text)
    assert topic in [guess.code for guess in found.guesses]
    assert found.chosen == ""


def test_an_urgent_text_is_urgent_in_arabic() -> None:
    assert read("توجد رائحة غاز قوية في البيت").urgency == "U"


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("chale bozorg vasate kuche oftade", "ASP-01"),
        ("ashghala ro nabordan se roze", "WST-01"),
        ("boo gaz miad to kuche", "EXT-03"),
        ("cheragh kuche khamushe shab tarike", "LGT-01"),
        ("sag velgard ziad shode", "ANM-01"),
    ],
)
def test_latin_letters_are_among_the_first_three(text: str, topic: str) -> None:
    assert topic in [guess.code for guess in read(text).guesses]


def test_persian_stays_as_it_is() -> None:
    texts = [one.text for one in load_material(SHIPPED / "shiraz" / "reading").phrases]
    assert [text for text in texts if in_known_words(text)[1]] == []
