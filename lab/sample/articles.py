"""Knowledge articles for Shiraz in the sample city: what 137 is asked every day."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from peygir.centre.knowledge import actions as knowledge
from peygir.centre.knowledge.rules import NewArticle
from peygir.people.rules import SYSTEM

TEXTS: Final = Path(__file__).with_name("articles.toml")
REVIEW: Final = timedelta(days=180)


def write_articles(city_id: int, *, at: datetime) -> None:
    """Write the first version of each article."""
    today = at.date()
    for given in tomllib.loads(TEXTS.read_text(encoding="utf-8"))["article"]:
        article_values: dict[str, Any] = {
            name: value.strip() if isinstance(value, str) else value for name, value in given.items()
        }
        article = NewArticle(**article_values, from_on=today, review_on=today + REVIEW)
        knowledge.keep_article(city_id, article, seen=0, by=SYSTEM)
