"""News of the open data as an Atom feed: every version of every month, with its reason."""

from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.outlook.insight import publication_queries as published
from peygir.outlook.insight.publication_facts import PublicationFacts
from peygir.web.kit.access import public
from peygir.web.kit.current_city import current_city
from peygir.web.kit.templatetags.ui import digits, language
from peygir.web.public.city_figures import month_name
from peygir.web.public.open_answers import kept_answer, opened
from peygir.web.public.open_data import reason_words

NEVER = "1970-01-01T00:00:00+00:00"


@public()
@require_GET
def open_data_feed(request: HttpRequest) -> HttpResponse:
    """Return the feed (RFC 4287), the newest first."""
    changes = published.changelog(current_city().id)
    root = settings.PUBLIC_URL.rstrip("/")
    own = f"{root}{reverse('open_data_feed')}"
    updated = max((_changed_at(one) for one in changes), default=NEVER)
    head = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language()}">'
        f"<id>{escape(own)}</id><title>{escape(_('The city in figures: new versions'))}</title>"
        f"<updated>{updated}</updated><author><name>137</name></author>"
        f'<link rel="self" href={quoteattr(own)}/><link href={quoteattr(root + reverse("open_data"))}/>'
    )
    text = head + "".join(_entry(one, root) for one in changes) + "</feed>"
    response = HttpResponse(text, content_type="application/atom+xml; charset=utf-8")
    return kept_answer(request, opened(response), seconds=300)


def _entry(facts: PublicationFacts, root: str) -> str:
    page = f"{root}{reverse('city_figures_month', args=[facts.code])}"
    name = _("%(month)s, version %(number)s") % {"month": month_name(facts.month), "number": digits(facts.number)}
    summary = reason_words(facts)
    if facts.withdrawn_at is not None:
        summary = f"{summary}. {_('Withdrawn since.')}"
    return (
        f"<entry><id>{escape(page)}?v={facts.number}</id><title>{escape(name)}</title>"
        f"<updated>{_changed_at(facts)}</updated><published>{facts.made_at.isoformat()}</published>"
        f"<link href={quoteattr(page)}/><summary>{escape(summary)}</summary></entry>"
    )


def _changed_at(facts: PublicationFacts) -> str:
    return (facts.withdrawn_at or facts.made_at).isoformat()
