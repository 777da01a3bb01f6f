"""Who of the council asked what, about which case, of whom: questions with their promises and public answers."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.desks.inquiries.queries import InquiryLine, log
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.numbers import whole
from peygir.web.kit.templatetags.ui import digits, language, named

SIZE: Final = 40


@staff(Permission.WATCH_CITY)
@require_GET
def watched_asked(request: HttpRequest) -> HttpResponse:
    """Show the questions and notes, the newest first, a page at a time, with a count for each member and unit."""
    by, page = actor(request), max(whole(request.GET.get("page", "1")) or 1, 1)
    lines, has_more = log(by, current_city().id, page=page, size=SIZE)
    names = staff_names({line.asker_id for line in lines}, language())
    context = {
        "rows": [(line, names.get(line.asker_id, "—")) for line in lines],
        "members": _counted([names.get(line.asker_id, "—") for line in lines], lines),
        "units": _counted([named(line.case.unit) or "—" for line in lines], lines),
        "before": page - 1,
        "after": page + 1 if has_more else 0,
    }
    return render(request, "council/asked.html", context)


def _counted(labels: Sequence[str], lines: Sequence[InquiryLine]) -> list[tuple[str, str, str, str]]:
    """(who, asked, answered, overdue) in digits, the most asked first."""
    asked_of, answered, late = Counter(labels), Counter[str](), Counter[str]()
    for label, line in zip(labels, lines, strict=True):
        answered[label] += line.answered_at is not None
        late[label] += line.is_overdue
    return [(label, digits(n), digits(answered[label]), digits(late[label])) for label, n in asked_of.most_common()]
