"""What the centre knows: articles in versions, found in any spelling, used by name, and searches in vain."""

from datetime import date, timedelta
from typing import Any

import pytest

from peygir.centre.contacts.actions import sit_at
from peygir.centre.contacts.models import Contact
from peygir.centre.contacts.queries import article_uses
from peygir.centre.knowledge import actions, queries
from peygir.centre.knowledge.actions import ArticleHasChanged, NoSuchArticle
from peygir.centre.knowledge.models import AnswerGap, Article
from peygir.centre.knowledge.queries import ArticleLine
from peygir.centre.knowledge.rules import ArticleIsWrong, NewArticle
from peygir.history.queries import timeline
from peygir.journey.calls import close_call
from peygir.people.actions import NotYourWork
from tests.calls import over
from tests.town import Town, TownClock


def written(town: Town, clock: TownClock, code: str = "street-lights", *, seen: int = 0, **given: Any) -> int:
    """A version of an article of the supervisor's."""
    today = clock().date()
    article_values = {
        "title_fa": "چراغ خیابان خاموش است",
        "body_fa": "روشنایی معابر با شرکت برق است: ۱۲۱.",
        "words": "تیر لامپ تاریک",
        "from_on": today,
        "review_on": today + timedelta(days=90),
        **given,
    }
    article = NewArticle(code=code, **article_values)
    return actions.keep_article(town.city_id, article, seen=seen, by=town.supervisor)


def article_codes(town: Town, clock: TownClock, text: str, *, is_public: bool = True) -> list[str]:
    """The codes of what answers the words."""
    rows = queries.articles_found(town.city_id, text, on=clock().date(), is_public=is_public)
    return [row.code for row in rows]


def listed(town: Town, on: date) -> list[ArticleLine]:
    """The centre's list."""
    return queries.article_lines(town.city_id, on=on, used=article_uses(town.city_id))


@pytest.mark.parametrize(
    "text",
    ["چراغ خاموش", "چراغ خيابان", "لامپ تیر برق سر کوچه تاریک است", "روشنائی معابر", "چراق خیابان"],
)
def test_an_article_is_found_in_any_spelling(town: Town, town_clock: TownClock, text: str) -> None:
    written(town, town_clock)
    written(town, town_clock, "waste-days", title_fa="روز جمع‌آوری زباله", body_fa="هر محله روز خود را دارد.", words="")
    assert article_codes(town, town_clock, text) == ["street-lights"]


def test_what_fits_by_chance_is_not_shown(town: Town, town_clock: TownClock) -> None:
    written(town, town_clock)
    for text in ("سلام وقت بخیر می‌خواستم بگویم برق آسانسور مجتمع ما خراب شده", "", "؟", "کتابخانه"):
        assert article_codes(town, town_clock, text) == []


def test_days_and_readers_are_kept(town: Town, town_clock: TownClock) -> None:
    today = town_clock().date()
    written(town, town_clock, "inner", is_public=False)
    written(town, town_clock, "later", from_on=today + timedelta(days=2), review_on=today + timedelta(days=9))
    written(town, town_clock, "short", to_on=today)
    assert article_codes(town, town_clock, "چراغ خاموش") == ["short"]
    assert set(article_codes(town, town_clock, "چراغ خاموش", is_public=False)) == {"inner", "short"}
    town_clock.forward(days=3)
    assert article_codes(town, town_clock, "چراغ خاموش") == ["later"]
    lines = {line.article.code: line for line in listed(town, town_clock().date())}
    assert lines["short"].is_over
    assert not lines["later"].is_due
    assert listed(town, today + timedelta(days=9))[0].article.code == "later", "due comes first"


def test_versions_stay_to_be_read(town: Town, town_clock: TownClock) -> None:
    assert written(town, town_clock) == 1
    town_clock.forward(hours=1)
    assert written(town, town_clock, seen=1, body_fa="تازه") == 2
    with pytest.raises(ArticleHasChanged):
        written(town, town_clock, seen=1)
    with pytest.raises(ArticleHasChanged):
        written(town, town_clock)
    versions = queries.article_versions(town.city_id, "street-lights")
    assert [(one.number, one.body_fa) for one in versions] == [
        (2, "تازه"),
        (1, "روشنایی معابر با شرکت برق است: ۱۲۱."),
    ]
    assert versions[0].writer == ("نام supervisor", "Supervisor")
    row = Article.objects.get(number=2)
    assert [line.kind for line in timeline("article", row.pk)] == ["article_kept"]
    assert article_codes(town, town_clock, "چراغ") == ["street-lights"]


def test_what_is_wrong_is_refused(town: Town, town_clock: TownClock) -> None:
    today = town_clock().date()
    wrong: list[dict[str, Any]] = [
        {"code": "با فاصله"},
        {"code": "new"},
        {"title_fa": " "},
        {"body_fa": " "},
        {"title_en": "Only a title"},
        {"to_on": today - timedelta(days=1)},
        {"review_on": today},
    ]
    for given in wrong:
        with pytest.raises(ArticleIsWrong):
            written(town, town_clock, **{"code": "street-lights", **given})
    article = NewArticle(code="x-y", title_fa="الف", body_fa="ب", from_on=today, review_on=today + timedelta(days=1))
    with pytest.raises(NotYourWork):
        actions.keep_article(town.city_id, article, seen=0, by=town.operator)


def test_an_answer_on_the_spot_names_its_article(town: Town, town_clock: TownClock) -> None:
    written(town, town_clock)
    sit_at(town.city_id, "101", by=town.operator)
    contact = over(town, town_clock)
    with pytest.raises(NoSuchArticle):
        close_call("golgasht", contact, outcome="answered", article="none", by=town.operator)
    assert Contact.objects.get().outcome == ""
    close_call("golgasht", contact, outcome="answered", article="street-lights", by=town.operator)
    actions.say_whether_it_helped(town.city_id, "street-lights", number=1, is_yes=True)
    for _ in range(2):
        actions.say_whether_it_helped(town.city_id, "street-lights", number=1, is_yes=False)
    line = listed(town, town_clock().date())[0]
    assert (line.used, line.yes, line.no) == (1, 1, 2)
    with pytest.raises(NoSuchArticle):
        actions.say_whether_it_helped(town.city_id, "street-lights", number=9, is_yes=True)


def test_searches_in_vain_are_counted_once_for_each_spelling(town: Town, town_clock: TownClock) -> None:
    for words in ("کارت بليت اتوبوس", "کارت بلیت اتوبوس", "کارت  بلیت، اتوبوس؟"):
        actions.note_gap(town.city_id, words)
    for personal in ("09171234567", "۰۹۱۷۱۲۳۴۵۶۷ علی", "a@b.example", "؟؟", "کد ۰۵۱۲۳۴۵۶۷۸"):
        actions.note_gap(town.city_id, personal)
    gap = queries.gaps(town.city_id)[0]
    assert (gap.count, AnswerGap.objects.count()) == (3, 1)
    with pytest.raises(NotYourWork):
        actions.fill_gap(gap.id, by=town.operator)
    actions.fill_gap(gap.id, by=town.supervisor)
    assert queries.gaps(town.city_id) == []
    with pytest.raises(actions.NoSuchGap):
        actions.fill_gap(gap.id + 9, by=town.supervisor)
