"""How a citizen speaks: wording raises an urgency and never lowers it; the kind of message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.core.spoken import spoken
from peygir.desks.understanding.tone import kind_of, says_urgent, urgency_of


@pytest.mark.parametrize(
    "text",
    [
        "فوری بیاین",
        "این دیوار هر آن ممکنه بریزه",
        "همین الان داره آب میاد تو خونه",
        "جون بچه‌ها در خطره",
        "تو رو خدا زودتر بیاید تا کسی نمرده",
        "یه نفر رو برق گرفت",
        "please come, it is an emergency",
        "URGENT!",
    ],
)
def test_haste_and_danger_are_heard(text: str) -> None:
    assert says_urgent(text)


@pytest.mark.parametrize("text", ["آگهی وام فوری چسبوندن به دیوار", "سطل رو خالی کنین ممنون میشم", "the bin is full"])
def test_a_calm_text_stays_calm(text: str) -> None:
    assert not says_urgent(text)


@given(st.text(max_size=60), st.sampled_from("UNPI"), st.floats(0, 1))
def test_wording_never_lowers(text: str, topic: str, on_urgent: float) -> None:
    found = urgency_of(text, topic=topic, on_urgent=on_urgent)
    assert found == topic or found == "U"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("پیشنهاد می‌کنم اینجا درخت بکارین", "suggestion"),
        ("از پیمانکار شکایت دارم", "complaint"),
        ("مأمور ازم رشوه خواست، اسمم جایی نیاد", "confidential"),
        ("چاله رو پر کنین ممنون میشم", "request"),
        ("I suggest a bench here", "suggestion"),
    ],
)
def test_kinds_by_words(text: str, kind: str) -> None:
    assert kind_of(text, topic="request") == kind
    assert kind_of(text, topic="thanks") == "thanks"


@given(st.text(max_size=120))
def test_spoken_is_settled(text: str) -> None:
    """Any text can be read, and comes out without leading, trailing or double blanks."""
    found = spoken(text)
    assert found == " ".join(found.split())


def test_spoken_brings_two_ways_of_saying_it_together() -> None:
    assert spoken("سه روزه اشغالا رو نبردن") == spoken("سه روزه آشغال‌ها را نبردند")
    assert spoken("جوبِ كوچمون") == "جوی کوچه مان"
