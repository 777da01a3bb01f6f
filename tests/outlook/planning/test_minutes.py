"""Minutes that everybody reads name the city's people and hold nothing else that is personal."""

from datetime import date

import pytest

from peygir.outlook.planning import actions
from peygir.outlook.planning.actions.council import MinutesArePersonal, SessionTerms
from peygir.outlook.planning.minutes_rules import personal_kinds, public_minutes
from peygir.outlook.planning.models import CouncilSession
from tests import make
from tests.planned import office
from tests.town import Town

OFFICIALS = ("رضا احمدی", "Reza Ahmadi", "مریم کاظمی")


@pytest.mark.parametrize(
    ("minutes", "kinds"),
    [
        ("آقای رضا احمدی و خانم دکتر کاظمی سخن گفتند؛ لایحهٔ ۱/۱۴۰۵/۹۹ به مبلغ ۴٬۵۰۰٬۰۰۰٬۰۰۰ ریال تصویب شد.", []),
        ("آقای احمدی گزارش خود را خواند.", []),
        ("خانم زهرا مرادی، ساکن محله، گلایه کرد.", ["name"]),
        ("آقای احمدی مرادی سخن گفت.", ["name"]),
        ("پاسخ به ۰۹۱۷۱۲۳۴۵۶۷ داده شود.", ["phone"]),
        ("نامهٔ آقای احمدی و شمارهٔ ۰۹۱۷ ۱۲۳ ۴۵۶۷ و ali@example.com", ["phone", "email"]),
    ],
)
def test_only_names_of_officials_are_let_through(minutes: str, kinds: list[str]) -> None:
    assert personal_kinds(minutes, OFFICIALS) == kinds


def test_what_was_written_before_is_covered_but_officials() -> None:
    text = "آقای رضا احمدی گفت خانم زهرا مرادی با ۰۹۱۷۱۲۳۴۵۶۷ تماس گرفته است."
    assert public_minutes(text, OFFICIALS) == "آقای رضا احمدی گفت ••• با ••• تماس گرفته است."


@pytest.mark.usefixtures("town_clock")
def test_minutes_that_become_public_are_checked(town: Town) -> None:
    by, day = office("secretariat"), date(2026, 5, 3)
    private = "شمارهٔ ۰۹۱۷۱۲۳۴۵۶۷ خوانده شد."
    with make.refused(MinutesArePersonal):
        actions.make_session(town.city_id, SessionTerms(number="۸۱", held_on=day, minutes=private), by=by)
    terms = SessionTerms(number="۸۱", held_on=day, minutes=private, is_public=False)
    session_id = actions.make_session(town.city_id, terms, by=by)
    with make.refused(MinutesArePersonal):
        actions.change_session(session_id, SessionTerms(number="۸۱", held_on=day, minutes=private), by=by)
    assert not CouncilSession.objects.get(pk=session_id).is_public
    clean = SessionTerms(number="۸۱", held_on=day, minutes="همکار secretariat صورت‌جلسه را خواند.")
    actions.change_session(session_id, clean, by=by)
    assert CouncilSession.objects.get(pk=session_id).is_public
    with make.refused(MinutesArePersonal):
        actions.change_session(session_id, SessionTerms(number="۸۱", held_on=day, minutes=private), by=by)
