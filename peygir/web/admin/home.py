"""The administrator's first page: what needs attention now, and all pages by what they are about, with a search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.people.permissions import Permission
from peygir.web.admin.attention import attention
from peygir.web.kit.access import actor, staff
from peygir.web.kit.admin_menu import GROUPS, pages_with
from peygir.web.kit.current_city import current_city


@staff(Permission.LOOK_AFTER)
@require_GET
def admin_home(request: HttpRequest) -> HttpResponse:
    """Show what needs attention and the menu; with `q`, the pages that have its words."""
    text = request.GET.get("q", "").strip()[:80]
    context = {
        "items": attention(actor(request), current_city()),
        "groups": GROUPS,
        "text": text,
        "hits": pages_with(text) if text else [],
    }
    return render(request, "admin/home.html", context)
