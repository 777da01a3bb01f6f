"""Template tags of the choice of a language."""

from django import template
from django.template import Context

from peygir.web.kit.middleware.page_language import is_read_by_staff
from peygir.web.kit.reader import PageLanguage, reader_languages

register = template.Library()


@register.simple_tag(takes_context=True)
def page_languages(context: Context) -> list[PageLanguage]:
    """Return the languages that the reader of this page may choose."""
    request = context.get("request")
    return reader_languages(is_citizen=request is None or not is_read_by_staff(request))
