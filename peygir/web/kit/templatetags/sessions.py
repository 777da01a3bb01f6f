"""Live sessions as text: the states of sessions, places and orders, and whether a promise was kept."""

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from peygir.centre.sessions.words import ORDERS, PLACES, STATES
from peygir.core.jalali import weekday_name
from peygir.web.kit.current_city import zone
from peygir.web.kit.reader import writing
from peygir.web.kit.templatetags.ui import day, digits, icon, in_language, language

register = template.Library()


@register.filter
def session_state(state: str) -> str:
    """Return the label of a session's state."""
    return in_language(STATES.get(state))


@register.filter
def place_state(state: str) -> str:
    """Return the label of the state of a place in the queue."""
    return in_language(PLACES.get(state))


@register.filter
def order_state(state: str) -> str:
    """Return the label of an order's state."""
    return in_language(ORDERS.get(state))


@register.filter
def weekday_day(moment: date) -> str:
    """«شنبه ۵ آذر ۱۴۰۵»."""
    on = moment.astimezone(zone()).date() if isinstance(moment, datetime) else moment
    return f"{weekday_name(on, language())}{',' if writing().has_cases else ''} {day(on)}"


@register.filter
def wall(moment: datetime) -> str:
    """Format the time of day in the city: «۱۰:۳۰»."""
    return digits(f"{moment.astimezone(zone()):%H:%M}")


@register.simple_tag
def order_mark(promise: str) -> SafeString:
    """Return the badge of the promise of an order."""
    texts_by_state = {"kept": _("on time"), "late": _("late"), "running": _("running"), "none": _("called off")}
    tones = {"kept": "tone-good", "late": "tone-red", "running": "tone-work", "none": "tone-quiet"}
    icons = {"kept": "circle-check", "late": "clock-alert", "running": "hourglass", "none": "x"}
    return format_html(
        '<span class="mark {}">{}{}</span>', tones[promise], icon(icons[promise]), texts_by_state[promise]
    )
