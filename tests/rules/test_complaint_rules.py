"""What is a complaint of its own while we wait for a place, and which sentence of a text tells the place."""

import pytest

from peygir.desks.intake.inbound.complaint_rules import is_complaint
from peygir.desks.intake.inbound.rules import MOST_ADDRESS, place_sentence

LIGHTS = "چراغ‌ها خاموش است"


@pytest.mark.parametrize(
    "text",
    [
        "بوی فاضلاب شدید می‌آید کوچه ۷ خیابان زند",
        "سطل زباله پر شده خیابان ملاصدرا",
        "لوله ترکیده، کوچه ۳ گاز است",
        "سلام یه چاله بزرگ توی خیابون زند هست",
        "the bin on Zand street is full",
    ],
)
def test_another_trouble_is_a_complaint(text: str) -> None:
    assert is_complaint(text, already=LIGHTS)


@pytest.mark.parametrize(
    "text",
    [
        "کوچه ۵ زند",
        "روبروی چراغ قرمز، کنار سطل زباله",
        "چراغ کوچه ۳ خاموش است",
        "خیابان آب، پلاک ۵",
        "نبش پارک آزادی",
        "معالی آباد خیابان درختی نبش پارک",
        "سر کوچه ۱۲ که چراغش خاموشه",
        "next to the bin, Zand street",
    ],
)
def test_a_place_is_none(text: str) -> None:
    assert not is_complaint(text, already=LIGHTS)


def test_only_the_sentence_with_the_address_is_the_place() -> None:
    assert place_sentence("سلام. سه شب است که نمی‌خوابیم.\nخیابان زند، نبش کوچه ۵.\nممنون") == "خیابان زند، نبش کوچه ۵"
    assert place_sentence("هیچ جا گفته نشده") == ""
    long = f"{'بسیار ' * 60}در خیابان زند نبش کوچه ۵ چاله است"
    assert place_sentence(long).startswith("خیابان زند")
    assert len(place_sentence(long)) <= MOST_ADDRESS
