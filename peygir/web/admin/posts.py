"""Posts with dates: a unit's timeline and who led it on a day, a person's posts, and the changes of them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from peygir.city import queries as city
from peygir.core.refusals import Missing, Refusal
from peygir.people import actions
from peygir.people.account_changes import waiting_change_of
from peygir.people.directory import open_accounts
from peygir.people.permissions import Permission
from peygir.people.post_rules import PostChange
from peygir.people.posts import (
    PostLine,
    UnitLeadership,
    leader_of,
    post_by_id,
    posts_of,
    posts_of_unit,
    withdrawn_posts,
)
from peygir.people.queries import staff_by_id, staff_id_of_any, staff_names
from peygir.people.role_catalogue import leading_roles
from peygir.people.rules import may_administer
from peygir.web.admin.post_forms import CorrectionForm, HandOverForm, PostEndForm, PostForm, UnitQuestionForm
from peygir.web.kit.access import actor, staff
from peygir.web.kit.actor_names import who
from peygir.web.kit.current_city import current_city, end_of, today
from peygir.web.kit.middleware.refusals import status_of
from peygir.web.kit.post_words import PostPart, post_part, unit_words
from peygir.web.kit.submitting import refuse
from peygir.web.kit.templatetags.ui import language, named

_FIELDS: Final = {
    "PostDaysAreWrong": "to_on",
    "UnitIsMissing": "unit",
    "RoleIsUnknown": "role",
    "PostKindIsUnknown": "kind",
    "ReasonIsMissing": "reason",
    "NoSuchPerson": "successor",
    "SuccessorIsThePerson": "successor",
}


@staff(Permission.LOOK_AFTER)
@require_GET
def admin_posts(request: HttpRequest) -> HttpResponse:
    """Show the posts of a unit, and who led it on a day, as it is known today or was known then."""
    form = UnitQuestionForm(request.GET or None)
    is_valid = not form.is_bound or form.is_valid()
    values = form.cleaned_data if form.is_bound and is_valid else {}
    unit = city.unit_by_code(current_city().id, values["unit"]) if values.get("unit") else None
    unit_id = unit.id if unit is not None else None
    on, known_at = values.get("on"), _end_of(values.get("known"))
    is_asked = form.is_bound and is_valid
    rows = posts_of_unit(unit_id, known_at=known_at) if is_asked else []
    withdrawn = [one for one in withdrawn_posts(unit_id=unit_id) if one.reason] if is_asked and not known_at else []
    asked_day, leading = on or today(), leading_roles()
    context = {
        "form": form,
        "is_asked": is_asked,
        "unit": unit,
        "unit_words": unit_words(unit_id),
        "answer": _answer(leader_of(unit_id, on=asked_day, known_at=known_at)) if is_asked and unit_id else None,
        "asked_day": asked_day,
        "known": values.get("known"),
        "leading": [post_part(one) for one in rows if one.role in leading],
        "others": [post_part(one) for one in rows if one.role not in leading],
        "withdrawn": _with_names(withdrawn),
        "may_change": may_administer(actor(request)),
    }
    return render(request, "admin/posts.html", context, status=200 if is_valid else 422)


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_person_posts(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Show the posts of a person; POST records a further one."""
    form = PostForm(request.POST or None)
    if request.method != "POST":
        return _person_page(request, staff_id, form)
    return _change(
        request, staff_id, form, lambda: form.change("record"), lambda **more: _person_page(request, staff_id, **more)
    )


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Show one post; POST ends it, corrects it, or hands it over to a successor."""
    post = post_by_id(post_id)
    if post is None:
        raise actions.NoSuchPost()
    if request.method != "POST":
        return _post_page(request, post)
    deed = request.POST.get("deed", "")

    def again(form: forms.Form, status: int) -> HttpResponse:
        return _post_page(request, post, **{deed.replace("-", "_"): form}, status=status)

    if deed == "end":
        ending = PostEndForm(request.POST)
        return _change(
            request,
            post.staff_id,
            ending,
            lambda: PostChange("end", post_id, to_on=ending.cleaned_data["to_on"]),
            again,
        )
    if deed == "correct":
        correction = CorrectionForm(request.POST, post=post, prefix="correct")
        return _change(request, post.staff_id, correction, lambda: correction.change("correct", post_id), again)
    if deed == "hand-over":
        return _hand_over(request, post, again)
    raise actions.NoSuchPost()


def _hand_over(request: HttpRequest, post: PostLine, again: Callable[..., HttpResponse]) -> HttpResponse:
    form = HandOverForm(request.POST)

    def act() -> bool:
        values = form.cleaned_data
        successor_id = staff_id_of_any(values["successor"].strip())
        if successor_id is None:
            raise actions.NoSuchPerson()
        return actions.hand_over(
            post.id,
            to_staff_id=successor_id,
            from_on=values["from_on"],
            kind=values["kind"],
            ends_other=values["ends_other"],
            by=actor(request),
        )

    return _put(request, post.staff_id, form, act, again)


def _change(
    request: HttpRequest,
    staff_id: int,
    form: forms.Form,
    change: Callable[[], PostChange],
    again: Callable[..., HttpResponse],
) -> HttpResponse:
    return _put(request, staff_id, form, lambda: actions.change_posts(staff_id, change(), by=actor(request)), again)


def _put(
    request: HttpRequest,
    staff_id: int,
    form: forms.Form,
    act: Callable[[], bool],
    again: Callable[..., HttpResponse],
) -> HttpResponse:
    """Run a change if the form is valid; a fault is shown beside its field, on the same page. Raises NotYourWork."""
    if not may_administer(actor(request)):
        raise actions.NotYourWork()
    if not form.is_valid():
        return again(form=form, status=422)
    try:
        is_done = act()
    except Refusal as refusal:
        if isinstance(refusal, Missing) and refusal.name not in _FIELDS:
            raise
        refuse(form, refusal, _FIELDS)
        return again(form=form, status=status_of(refusal))
    done, waits = (
        _("The posts are changed."),
        _("Proposed: a second person must confirm it; until then nothing changes."),
    )
    messages.success(request, done if is_done else waits)
    return redirect("admin_person_posts", staff_id=staff_id)


def _person_page(request: HttpRequest, staff_id: int, form: forms.Form, status: int = 200) -> HttpResponse:
    person = staff_by_id(staff_id)
    if person is None:
        raise actions.NoSuchPerson()
    by = actor(request)
    withdrawn = [one for one in withdrawn_posts(staff_id=staff_id) if one.reason]
    context = {
        "person": person,
        "form": form,
        "posts": [post_part(one, in_effect=one.id == person.post_id) for one in posts_of(staff_id)],
        "withdrawn": _with_names(withdrawn),
        "is_waiting": waiting_change_of(staff_id) is not None,
        "may_change": may_administer(by) and by.id != staff_id,
        "is_self": by.id == staff_id,
    }
    return render(request, "admin/person_posts.html", context, status=status)


def _post_page(
    request: HttpRequest,
    post: PostLine,
    *,
    end: forms.Form | None = None,
    correct: forms.Form | None = None,
    hand_over: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    by = actor(request)
    may_change = may_administer(by) and by.id != post.staff_id
    names = staff_names({int(one) for one in [post.recorded_by.partition(":")[2]] if one}, language())
    context: dict[str, Any] = {
        "part": post_part(post),
        "name": named(post),
        "recorded_by": who(post.recorded_by, names),
        "may_change": may_change,
        "end": end or PostEndForm(),
        "correct": correct or CorrectionForm(post=post, prefix="correct"),
        "hand_over": hand_over or HandOverForm(),
        "opened": next((name for name, one in (("end", end), ("correct", correct), ("hand", hand_over)) if one), ""),
        "people": [(one.username, named(one)) for one in open_accounts()] if may_change else [],
    }
    return render(request, "admin/post.html", context, status=status)


def _answer(leading: UnitLeadership) -> dict[str, list[PostPart] | PostPart | None]:
    parts = {
        "holders": [post_part(one) for one in leading.holders],
        "acting": [post_part(one) for one in leading.acting],
        "substitutes": [post_part(one) for one in leading.substitutes],
    }
    return {"leader": post_part(leading.leader) if leading.leader is not None else None, **parts}


def _with_names(rows: list[PostLine]) -> list[tuple[PostPart, str]]:
    """Return withdrawn posts, each with the name of the person who withdrew it."""
    ids = {int(one.withdrawn_by.partition(":")[2]) for one in rows if one.withdrawn_by.startswith("staff:")}
    names = staff_names(ids, language())
    return [(post_part(one), who(one.withdrawn_by, names)) for one in rows]


def _end_of(day: date | None) -> datetime | None:
    return end_of(day) if day is not None else None
