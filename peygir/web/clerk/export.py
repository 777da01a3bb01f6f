"""The inbox as a file: the cases of the filters in the URL, with headings in the viewer's language.

With `words=whole` the reporters' texts are not masked, for those who may see phones.
"""

from typing import Final

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_GET

from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.desks.partners.exporting import FORMS, as_file
from peygir.journey.taking_out import take_cases_out
from peygir.web.clerk.inbox_filters import chosen_in, filters_of, told_in
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.templatetags.ui import language

FOR_PEOPLE: Final = ("csv", "xlsx")


class UnknownExportFormat(Missing):
    """A format in which no file is made."""

    published_as = "NoSuchForm"
    message = _("Lists cannot be taken out in this format.")


@staff()
@require_GET
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Return the file; the URL has the same filters as the inbox."""
    if form not in FORMS:
        raise UnknownExportFormat()
    by, city_facts = actor(request), current_city()
    asked_for = told_in(request.GET, by)
    chosen = chosen_in(request.GET)
    # The search text may be a person's name: record that a search was used, not its text.
    filters = {**chosen, "q": "yes" if chosen["q"] else "", **dict(asked_for.kept)}
    has_words = request.GET.get("words") == "whole"
    taken_cases = take_cases_out(
        city_facts.id, form, chosen=filters_of(request.GET, asked_for), recorded=filters, has_words=has_words, by=by
    )
    file = as_file(form, taken_cases, language=language() if form in FOR_PEOPLE else "", zone=city_facts.time_zone)
    response = StreamingHttpResponse(file, content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="peygir-{today().isoformat()}.{form}"'
    return response
