"""Running a command from a page: a success message, or the refusal on the page where the viewer is."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from peygir.core.refusals import Missing, Refusal
from peygir.people.actions import NotYourWork
from peygir.people.rules import may_administer
from peygir.web.kit.access import actor
from peygir.web.kit.middleware.refusals import status_of, words_of

Made = TypeVar("Made")


def confirmed(request: HttpRequest, done: str, act: Callable[[], object]) -> None:
    """Call `act` and add a success or error message for the next page. Raises Missing, which has a page of its own."""
    try:
        act()
    except Missing:
        raise
    except Refusal as refusal:
        messages.error(request, words_of(refusal))
    else:
        messages.success(request, done)


def submitted(
    request: HttpRequest, done: str, act: Callable[[], object], *, again: Callable[..., HttpResponse], to: str
) -> HttpResponse:
    """Call `act` and redirect to `to` with a success message; a refusal renders `again` with its `fault`. Raises
    Missing.
    """
    try:
        act()
    except Missing:
        raise
    except Refusal as refusal:
        return again(status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, done)
    return redirect(to)


def refuse(form: forms.Form, refusal: Refusal, fields: dict[str, str]) -> None:
    """Add a refusal to the field it is about (by the refusal's name), else to the form."""
    name = fields.get(refusal.name)
    form.add_error(name if name in form.fields else None, words_of(refusal))


def administered(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], Made],
    *,
    fields: dict[str, str],
    again: Callable[..., HttpResponse],
    done: Callable[[Made], HttpResponse],
) -> HttpResponse:
    """Call `act` if an administrator's form is valid; errors are shown beside its fields, on the same page.

    Raises NotYourWork for viewers without the right to change.
    """
    if not may_administer(actor(request)):
        raise NotYourWork()
    if not form.is_valid():
        return again(form, status=422)
    try:
        made = act()
    except Refusal as refusal:
        refuse(form, refusal, fields)
        return again(form, status=status_of(refusal))
    return done(made)
