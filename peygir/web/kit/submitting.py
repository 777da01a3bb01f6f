"""What a press comes to: the action is done and said so, or its refusal stands where the reader is looking."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from peygir.core.refusals import Missing, Refusal
from peygir.people.actions import NotYourWork
from peygir.people.rules import may_administer
from peygir.web.kit.access import actor
from peygir.web.kit.middleware.refusals import status_of, words_of


def confirmed(request: HttpRequest, done: str, act: Callable[[], object]) -> None:
    """Act, and say above the next page that it is done, or why it is not. What there is not is a page of its own."""
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
    """Act, say that it is done and go on to a page; a refusal is the `fault` of the same page again."""
    try:
        act()
    except Missing:
        raise
    except Refusal as refusal:
        return again(status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, done)
    return redirect(to)


def refuse(form: forms.Form, refusal: Refusal, fields: dict[str, str]) -> None:
    """A refusal beside the box that it is about (by the refusal's name), else above the form."""
    name = fields.get(refusal.name)
    form.add_error(name if name in form.fields else None, words_of(refusal))


def administered(
    request: HttpRequest,
    form: Any,
    act: Callable[..., Any],
    *,
    fields: dict[str, str],
    again: Callable[..., HttpResponse],
    done: Callable[[Any], HttpResponse],
) -> HttpResponse:
    """Act with what an administrator's form gives; what is wrong with it is said beside its boxes, on the page again.

    Raises NotYourWork for whoever may look and no more.
    """
    if not may_administer(actor(request)):
        raise NotYourWork()
    if not form.is_valid():
        return again(form, status=422)
    try:
        made = act(by=actor(request), **form.given())
    except Refusal as refusal:
        refuse(form, refusal, fields)
        return again(form, status=status_of(refusal))
    return done(made)
