"""The sample centre: operators at their phones, and an IVR menu with a notice of consent."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from peygir.centre.contacts import actions as contacts
from peygir.people.rules import SYSTEM, Actor

FIRST_PHONE: Final = 101
GREETING: Final = (
    "به مرکز ارتباطات مردمی ۱۳۷ خوش آمدید.\n"
    "برای گفت‌وگو با اپراتور عدد ۱، برای پیگیری درخواست عدد ۲ و برای پیام صوتی عدد ۳ را فشار دهید."
)


def take_phones(city_id: int, operators: Sequence[Actor]) -> None:
    """Assign the operators to phones."""
    for number, operator in enumerate(operators):
        contacts.sit_at(city_id, str(FIRST_PHONE + number), by=operator)


def furnish(city_id: int, *, at: datetime) -> None:
    """Save the first menu."""
    today = at.date()
    keys = [
        contacts.NewKey("1", "اپراتور", "queue", "137", "Operator"),
        contacts.NewKey("2", "پیگیری درخواست", "queue", "137-track", "Track a report"),
        contacts.NewKey("3", "پیام صوتی", "voice_mail", "137", "Voice mail"),
        contacts.NewKey(
            "9",
            "ستاد برف و باران",
            "queue",
            "137-snow",
            "Snow and rain",
            "137-snow-prompt",
            "snow",
            today - timedelta(days=10),
            today + timedelta(days=80),
        ),
        contacts.NewKey("0", "شنیدن دوباره", "again", "", "Hear it again"),
    ]
    menu = contacts.NewMenu(
        "main",
        "فهرست اصلی",
        "137-welcome",
        GREETING,
        "137",
        keys,
        "Main menu",
        "137-consent",
        "این گفت‌وگو برای بهبود خدمات ضبط می‌شود؛ با ادامهٔ تماس با ضبط آن موافقت می‌کنید.",
    )
    contacts.keep_menu(city_id, menu, by=SYSTEM)
