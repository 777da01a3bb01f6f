"""The sample centre's reviews: a form of questions, a sample of last week, some of it scored and answered."""

from datetime import date, timedelta
from random import Random
from typing import Final

from peygir.centre.quality import actions as quality
from peygir.centre.quality.queries import to_score
from peygir.journey.reviews import draw_reviews
from peygir.people.roles import Role
from peygir.people.rules import SYSTEM, Actor

QUESTIONS: Final = (
    ("با نام مرکز و خوش‌رو پاسخ داد", "Answered with the centre's name, and kindly", 5),
    ("گذاشت شهروند حرفش را تمام کند", "Let the citizen finish", 5),
    ("نشانی و موضوع را بازخوانی کرد", "Read the address and the topic back", 5),
    ("کد پیگیری را شمرده گفت", "Spoke the tracking code slowly", 3),
    ("آنچه نوشت کوتاه و روشن بود", "Wrote short and clear words", 3),
)
COMMENTS: Final = (
    "آرام و مهربان بودید. دفعهٔ بعد پیش از پایان، نشانی را یک بار بازبخوانید.",
    "کد را خوب شمردید. بگذارید شهروند جمله‌اش را تمام کند، سپس بپرسید.",
    "روشن و کوتاه نوشتید؛ همین را ادامه بدهید.",
)
ANSWER: Final = "سپاس؛ آن روز صف شلوغ بود، از این پس نشانی را می‌خوانم."
EACH: Final = 2


def look_again(city_id: int, *, today: date, seed: int) -> None:
    """Save the form, draw a sample of the last seven days, and score two of three; the first gets a reply."""
    rng = Random(seed)  # noqa: S311 - a sample, not a secret
    quality.keep_score_form(city_id, QUESTIONS, from_on=today - timedelta(days=30), by=SYSTEM)
    try:
        draw_reviews(
            city_id,
            from_on=today - timedelta(days=7),
            to_on=today - timedelta(days=1),
            each=EACH,
            seed=seed,
            by=SYSTEM,
        )
    except quality.NothingToDraw:  # a very small sample has no call in its last week
        return
    for place, contact in enumerate(to_score(city_id, SYSTEM)):
        if place % 3 == 2:
            continue
        points = {one.id: max(0, one.most - rng.choice((0, 0, 1, 1, 2))) for one in contact.questions}
        quality.score_contact(contact.id, points=points, comment=rng.choice(COMMENTS), by=SYSTEM)
        if place == 0:
            quality.answer_score(contact.id, text=ANSWER, by=Actor("staff", contact.operator_id, Role.OPERATOR))
