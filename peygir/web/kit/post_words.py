"""Posts as text: role, kind and unit, the days, and the events of posts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.core.json_values import JsonObject, number_in, text_in
from peygir.people.post_rules import PostKind
from peygir.people.posts import PostLine
from peygir.web.kit.actor_names import role_words
from peygir.web.kit.current_city import today
from peygir.web.kit.templatetags.ui import day, digits, in_language, named


@dataclass(frozen=True, slots=True)
class PostPart:
    """A post on a page: as text, its days, and its state today; `in_effect`: its holder acts in it."""

    post: PostLine
    words: str
    days: str
    kind: str
    state: str
    in_effect: bool


def post_part(post: PostLine, *, in_effect: bool = False) -> PostPart:
    """Return a post as a page shows it."""
    words = post_words(post.role, post.kind, post.unit_id)
    kind = in_language(PostKind.labels()[post.kind])
    return PostPart(post, words, days_words(post.from_on, post.to_on), kind, post.state(today()), in_effect)


def post_words(role: str, kind: str, unit_id: int | None) -> str:
    """Return a post as “role, unit”, with its kind unless it is a holder's."""
    unit = unit_words(unit_id)
    if kind == PostKind.HOLDER:
        return _("%(role)s, %(unit)s") % {"role": digits(role_words(role)), "unit": unit}
    kind_words = in_language(PostKind.labels().get(kind, (kind, kind)))
    return _("%(role)s (%(kind)s), %(unit)s") % {"role": digits(role_words(role)), "kind": kind_words, "unit": unit}


def unit_words(unit_id: int | None) -> str:
    """Return the name of a unit, or “the whole city” for none."""
    return named(city.unit(unit_id)) if unit_id else _("the whole city")


def days_words(from_on: date, to_on: date | None) -> str:
    """Return the first and last day of a post."""
    if to_on is None:
        return _("since %(first)s") % {"first": day(from_on)}
    return _("%(first)s to %(last)s") % {"first": day(from_on), "last": day(to_on)}


def recorded(data: JsonObject, _names: Mapping[int, str]) -> str:
    """Return the text of a post that was recorded."""
    to_on = date.fromisoformat(text_in(data, "to")) if data.get("to") else None
    return _("A post was recorded: %(post)s; %(days)s.") % {
        "post": post_words(text_in(data, "role"), text_in(data, "post_kind"), number_in(data, "unit") or None),
        "days": days_words(date.fromisoformat(text_in(data, "from")), to_on),
    }


def ended(data: JsonObject, _names: Mapping[int, str]) -> str:
    """Return the text of a post whose last day was recorded."""
    return _("The last day of a post was recorded: %(day)s.") % {"day": day(date.fromisoformat(text_in(data, "to")))}


def corrected(data: JsonObject, _names: Mapping[int, str]) -> str:
    """Return the text of a post that had been recorded wrongly."""
    return _("A post was corrected.") if data.get("post") else _("A post that was recorded by mistake was withdrawn.")


def chosen(data: JsonObject, _names: Mapping[int, str]) -> str:
    """Return the text of the choice of another post."""
    return _("Now acts as: %(post)s.") % {
        "post": post_words(text_in(data, "role"), PostKind.HOLDER, number_in(data, "unit") or None)
    }
