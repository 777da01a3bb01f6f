"""Template tags of the choice of a language."""

from django import template
from django.template import Context

from peygir.web.kit.reader import PageLanguage, reader_languages

register = template.Library()


@register.simple_tag(takes_context=True)
def page_languages(context: Context) -> list[PageLanguage]:
    """Return the languages that the reader of this page may choose."""
    page = context.get("page")
    return reader_languages(is_citizen=page is None or page.staff is None)
