"""The pages of help: the list with its search, a guide, its picture, and the manual of a role."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from peygir.people.role_catalogue import role_facts
from peygir.web.help.catalogue import (
    NoSuchGuide,
    guide_of,
    guides,
    guides_by_screen,
    guides_for,
    guides_found,
    manual_roles,
    picture_path,
)
from peygir.web.help.manual import manual_document
from peygir.web.help.markdown import html_of
from peygir.web.kit.access import actor, staff
from peygir.web.kit.templatetags.ui import in_language, language

LONGEST: Final = 100


@staff()
@require_GET
def help_home(request: HttpRequest) -> HttpResponse:
    """List the guides of the own role, then the others, or those that a search finds."""
    text, own = request.GET.get("q", "").strip()[:LONGEST], actor(request).role
    mine = guides_for(own)
    others = [guide for guide in guides() if guide not in mine]
    context = {
        "q": text,
        "found": [_line(guide.name) for guide in guides_found(text, language())] if text else None,
        "mine": [_line(guide.name) for guide in mine],
        "others": [_line(guide.name) for guide in others],
        "manuals": [
            (role, in_language(role_facts(role).label)) for role in sorted(manual_roles(), key=lambda role: role != own)
        ],
    }
    return render(request, "help/home.html", context)


@staff()
@require_GET
def help_guide(request: HttpRequest, guide: str) -> HttpResponse:
    """Show one guide. Raises NoSuchGuide."""
    known = guide_of(guide)
    text = known.text(language())
    context = {
        "title": text.title,
        "body": html_of(text.blocks),
        "picture": known.name if picture_path(known, language()) is not None else "",
    }
    return render(request, "help/guide.html", context)


@staff()
@require_GET
def help_of(request: HttpRequest, screen: str) -> HttpResponse:
    """Lead to the guide of a screen (a URL name), or to the list where it has none."""
    name = guides_by_screen().get(screen)
    return redirect("help_guide", guide=name) if name is not None else redirect("help_home")


@staff()
@require_GET
def help_picture(request: HttpRequest, guide: str) -> HttpResponse:
    """Return the picture of a guide. Raises NoSuchGuide where it has none."""
    path = picture_path(guide_of(guide), language())
    if path is None:
        raise NoSuchGuide()
    return HttpResponse(path.read_bytes(), content_type="image/png")


@staff()
@require_GET
def help_manual(request: HttpRequest, role: str) -> HttpResponse:
    """Return the manual of a role as PDF. Raises NoSuchGuide for a role without guides."""
    if role not in manual_roles():
        raise NoSuchGuide()
    content = manual_document(role)
    disposition = f'inline; filename="manual-{role}-{language()}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


def _line(name: str) -> tuple[str, str]:
    return name, guide_of(name).text(language()).title
