"""Template tags of the parts of pages, and the filters that format every number and date."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, TypeAlias

from django import template
from django.forms import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from peygir.cases.states import CloseKind
from peygir.city import queries as city
from peygir.city.facts import TopicFacts
from peygir.city.local_knowledge_facts import WorkFacts
from peygir.core import clock, codes, jalali, phones
from peygir.core.translation import AnyText, HasNames, Names
from peygir.core.vocabulary import Vocabulary
from peygir.core.writing import writing_of
from peygir.desks.routing.queries.choices import Explained
from peygir.people.channels import Channel
from peygir.web.kit import built, durations
from peygir.web.kit.badges import GROUP_ICONS, PROMISE_MARKS, STATE_MARKS, Mark
from peygir.web.kit.current_city import zone
from peygir.web.kit.once import page_key
from peygir.web.kit.reader import decimal, named_text, writing
from peygir.web.kit.reader import language as viewer_language

register = template.Library()
language = viewer_language

Label: TypeAlias = AnyText | tuple[str, str] | list[str]
"""A translatable text, or a name as a (Persian, English) pair."""


@register.filter
def direction(code: str) -> str:
    """Return the direction in which a language is written, as an attribute of HTML says it."""
    return "rtl" if writing_of(code).is_from_right else "ltr"


@register.simple_tag(takes_context=True)
def command_key(context: Context) -> SafeString:
    """Return the hidden field by which a form is carried out once; all forms of a page may have the same key."""
    return format_html('<input type="hidden" name="key" value="{}">', page_key(context["request"]))


@register.simple_tag
def assets(name: str) -> SafeString:
    """Return the style and script elements of one built entry."""
    entry = built.entry(name)
    if entry is None:
        return mark_safe("")
    styles = format_html_join("\n", '<link rel="stylesheet" href="{}">', ((style,) for style in entry.styles))
    return styles + format_html('\n<script type="module" src="{}"></script>', entry.script)


@register.simple_tag
def asset(source: str) -> str:
    """Return the URL of a built file."""
    return built.asset(source)


@register.simple_tag
def font() -> str:
    """Return the URL of the typeface, for preloading."""
    return built.asset(built.FONT)


@register.simple_tag
def icon(name: str, classes: str = "", label: str = "") -> SafeString:
    """Return an icon of the sprite: decorative, unless it has a label."""
    return _icon(f"{built.asset('src/kit/icons.svg')}#{name}", classes, label)


@register.simple_tag
def field_fault(words: str) -> SafeString:
    """What is wrong with a field, after a sign; not even a space where nothing is, for its place is hidden then."""
    return format_html("{}<span>{}</span>", icon("circle-alert"), words) if words else mark_safe("")


@lru_cache(maxsize=1024)
def _icon(address: str, classes: str, label: str) -> SafeString:
    if label:
        shape = '<svg class="icon {}" role="img" aria-label="{}"><use href="{}"></use></svg>'
        return format_html(shape, classes, label, address)
    shape = '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>'
    return format_html(shape, classes, address)


@register.simple_tag
def topic_icon(group_code: str) -> SafeString:
    """Return the icon of a topic group; a plain list for groups of the city's own."""
    return icon(GROUP_ICONS.get(group_code, "list"), "text-primary")


@register.filter
def digits(value: object) -> str:
    """Return any text or number with the digits of the viewer's language."""
    if value is None:
        return ""
    return writing().decimal(f"{value:,}") if isinstance(value, int) else writing().number(value)


@register.filter
def hours(value: Decimal | None) -> str:
    """Format a number of hours without trailing zeros: «۴٫۵»."""
    if value is None:
        return ""
    return decimal(f"{value.normalize():f}")


@register.filter
def code_groups(code: str) -> list[str]:
    """Split a tracking code into the groups in which it is read aloud."""
    return codes.spoken_groups(code, language()).split(" ")


@register.filter
def code_text(code: str) -> str:
    """Return a tracking code in the viewer's digits, ungrouped."""
    return digits(code)


@register.filter
def day(moment: datetime | date | None) -> str:
    """«۳ آذر ۱۴۰۵», or "24 November 2026"."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        return jalali.format_date(moment, zone(), language())
    return jalali.format_day(moment, language())


@register.filter
def moment(value: datetime | None) -> str:
    """Format day and minute."""
    return jalali.format_datetime(value, zone(), language()) if value else ""


@register.filter
def due(value: datetime | None) -> str:
    """Format when a promise is due: the day alone at the end of a day, else with the minute."""
    return jalali.format_due(value, zone(), language()) if value else ""


@register.filter
def ago(value: datetime | None) -> str:
    """«۳ ساعت پیش»."""
    return digits(durations.relative((clock.now() - value).total_seconds(), language())) if value else ""


@register.filter
def distance(metres: float) -> str:
    """«۲۵۰ متر»."""
    return digits(durations.distance(metres, language()))


@register.filter
def time_left(value: datetime | None) -> str:
    """«۳ روز مانده» or «۲ روز گذشته»."""
    return digits(durations.left((value - clock.now()).total_seconds(), language())) if value else ""


@register.filter
def named(thing: HasNames | None) -> str:
    """Return the name of a unit, topic, district … in the viewer's language, or the other language if it is missing."""
    if not thing:
        return ""
    return named_text(city.names_of(thing))


@register.filter
def group_named(topic: TopicFacts) -> str:
    """Return the name of a topic's group in the viewer's language."""
    return named_text(city.group_names(topic))


@register.filter
def titled(works: WorkFacts) -> str:
    """Return the title of works in the viewer's language, or the other language if it is missing."""
    return named_text(Names.of(works.title_fa, works.title_en))


@register.filter
def home_phone(phone: str) -> SafeString:
    """Format a phone (+98…) in national notation, left to right on any page."""
    return format_html('<span class="phone-number">{}</span>', digits(phones.national_form(phone)))


@register.filter
def in_language(text: Label | None) -> str:
    """Return a label or a (Persian, English) pair in the viewer's language; Latin text starts with a capital."""
    if not text:
        return ""
    words = str((Names.of(*text[:2]) if isinstance(text, tuple | list) else text).in_language(language()))
    return str(capfirst(words)) if writing().has_cases else words


def within(text: Label | None) -> str:
    """Return the same for the middle of a sentence: in English without the capital."""
    words = in_language(text)
    return words[:1].lower() + words[1:] if writing().has_cases else words


@register.filter
def choice_words(choice: Explained) -> str:
    """Return why a case has its owner, in the viewer's language."""
    return digits(choice.words.in_language(language()))


@register.filter
def channel_words(channel: str) -> str:
    """Return the label of the channel of a report."""
    return in_language(Channel.labels().get(channel, (channel, channel)))


@register.filter
def sent_by(channel: str) -> str:
    """Return how a message goes out, for its preview; empty for the usual way, SMS."""
    by = Channel.of(channel).by
    return by.in_language(language()) if by else ""


@register.filter
def label_of(value: str, vocabulary: str) -> str:
    """Return the label of a value of the vocabulary with this class name; an unknown value as it is."""
    return in_language(_vocabulary(vocabulary).labels().get(value, Names.of(value)))


@cache
def _vocabulary(name: str) -> type[Vocabulary]:
    return next(each for each in Vocabulary.__subclasses__() if each.__name__ == name)


@register.filter
def at(table: Mapping[str, object], key: str) -> object:
    """Return the value of a mapping at a key, 0 if missing."""
    return table.get(key, 0)


@register.filter
def state_words(state: str) -> str:
    """A state's label."""
    return STATE_MARKS[state].words(language())


@register.filter
def closing_words(kind: str) -> str:
    """How a case was closed."""
    return in_language(CloseKind.labels()[kind]) if kind in CloseKind.labels() else ""


@register.filter
def promise_words(colour: str) -> str:
    """A promise colour's label."""
    return PROMISE_MARKS[colour].words(language())


@register.simple_tag
def state_mark(state: str, big: bool = False) -> SafeString:
    """Return the badge of a case's state."""
    found = STATE_MARKS[state]
    return _mark(found, found.words(language()), big, "", built.asset("src/kit/icons.svg"))


@register.simple_tag
def promise_mark(colour: str, text: str = "", big: bool = False) -> SafeString:
    """Return the badge of a promise; its text is by default the label of its colour."""
    found = PROMISE_MARKS[colour]
    own = found.words(language())
    return _mark(found, text or own, big, own, built.asset("src/kit/icons.svg"))


@lru_cache(maxsize=2048)
def _mark(mark: Mark, words: str, big: bool, title: str, sprite: str) -> SafeString:
    """Return a badge; cached, since a list shows the same few again and again."""
    return render_to_string("ui/badge.html", {"mark": mark, "words": words, "big": big, "title": title})


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, *, optional: bool = False, **attrs: str) -> dict[str, Any]:
    """Render label, help, input and error of a form field; further arguments become attributes of the input."""
    kind = "choice-input" if bound.widget_type in ("checkbox", "radioselect") else "box"
    extra: dict[str, str | bool] = {name.replace("_", "-"): value for name, value in attrs.items() if value != ""}
    extra["class"] = classes = f"{kind} {extra.pop('class', '')}".strip()
    described = [f"error-{bound.html_name}"] + ([f"help-{bound.html_name}"] if bound.help_text else [])
    extra["aria-describedby"] = " ".join(described)
    if bound.widget_type == "checkbox":
        extra["aria-labelledby"] = f"label-{bound.html_name}"  # the help text is read once, as its description
    if bound.errors:
        extra["aria-invalid"] = "true"
    if bound.widget_type in ("text", "textarea") and "box-ltr" not in classes:
        extra.setdefault("dir", "auto")  # people type Persian on English pages and vice versa
    return {"field": bound, "box": bound.as_widget(attrs=extra), "optional": optional}
