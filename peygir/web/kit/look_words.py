"""In which post somebody was when they looked at a number."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.city.facts import UnitFacts
from peygir.people.post_rules import PostSpan
from peygir.people.posts import post_spans
from peygir.web.kit.actor_names import role_words
from peygir.web.kit.current_city import current_city
from peygir.web.kit.templatetags.ui import named


def posts_on(people: Collection[tuple[int, date]]) -> dict[tuple[int, date], str]:
    """Return role and unit of each person (an id) on a day, without names; two statements at most."""
    units = {unit.id: unit for unit in city.units(current_city().id)} if people else {}
    spans = post_spans(staff_ids={staff_id for staff_id, _day in people}) if people else []
    return {
        (staff_id, day): _posts([span for span in spans if span.staff_id == staff_id and span.is_valid(day)], units)
        for staff_id, day in people
    }


def _posts(spans: Sequence[PostSpan], units: Mapping[int, UnitFacts]) -> str:
    posts = []
    for span in spans:
        unit = units.get(span.unit_id) if span.unit_id is not None else None
        role = role_words(span.role)
        posts.append(_("%(role)s, %(unit)s") % {"role": role, "unit": named(unit)} if unit is not None else role)
    return _(" or ").join(dict.fromkeys(posts)) or _("no post")
