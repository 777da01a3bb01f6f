"""Widgets that Python renders have the HTML of Django's own templates."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from peygir.web.kit.form_renderer import FormRenderer

NASTY = "a\"b<c>&'d"
CHOICES: list[Any] = [
    ("", "—"),
    (1, mark_safe("<b>one</b>")),
    (NASTY, NASTY),
    ("lazy", gettext_lazy("Unit")),
    (NASTY, [("x", NASTY), (True, None)]),
]
WIDGETS: list[forms.Widget] = [
    forms.TextInput({"maxlength": 20, "required": True, "disabled": False, NASTY: NASTY}),
    forms.NumberInput(),
    forms.EmailInput(),
    forms.URLInput(),
    forms.PasswordInput(render_value=True),
    forms.HiddenInput(),
    forms.DateInput(),
    forms.TimeInput(),
    forms.CheckboxInput(),
    forms.FileInput(),
    forms.ClearableFileInput({"accept": "image/*"}),
    forms.Textarea({"rows": 3}),
    forms.Select({"class": "box"}, choices=CHOICES),
    forms.SelectMultiple(choices=CHOICES),
    forms.RadioSelect(choices=CHOICES),
    forms.CheckboxSelectMultiple(choices=CHOICES),
]


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
@pytest.mark.parametrize("language", ["fa", "en"])
def test_each_widget_has_djangos_html(widget: forms.Widget, language: str, settings: Any) -> None:
    settings.LANGUAGE_CODE = language
    attributes = {"id": "i", "aria-label": gettext_lazy("Unit"), "data-x": mark_safe("&amp;"), "data-n": 0}
    for value in (None, "", NASTY, "1", 1, 12345.5, True, mark_safe("<i>"), [NASTY, "lazy"]):
        expected = widget.render(NASTY, value, attributes, DjangoTemplates())
        assert widget.render(NASTY, value, attributes, FormRenderer()) == expected


def test_an_uploaded_file_and_whole_forms_are_left_to_django() -> None:
    class Stored:
        url = "/x?a&b"

        def __str__(self) -> str:
            return NASTY

    widget = forms.ClearableFileInput()
    assert widget.render("f", Stored(), {}, FormRenderer()) == widget.render("f", Stored(), {}, DjangoTemplates())

    class Whole(forms.Form):
        name = forms.CharField()

    assert str(Whole(renderer=FormRenderer())) == str(Whole(renderer=DjangoTemplates()))
