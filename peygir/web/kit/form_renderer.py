"""Renders the common form widgets by Python instead of by Django's templates, with the same HTML.

Django renders each input by a template that includes a second one for the attributes, and each option of a select by
two more. On the page of a case, with nineteen fields, that was a fifth of the time. FORM_RENDERER names this class;
widgets that are not listed here are rendered by Django's templates.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape

_FOLDER: Final = "django/forms/widgets/"


class FormRenderer(DjangoTemplates):
    """Django's renderer of forms, except for the widgets in `_DRAW`."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Return the HTML of a widget, or of another part of a form."""
        draw = _DRAW.get(template_name)
        if draw is None or context["widget"].get("is_initial"):  # a stored file is shown with a link
            return str(super().render(template_name, context, request))
        return draw(context["widget"])


def _attributes(widget: Mapping[str, Any]) -> str:
    """Return the attributes: without a value where it is True, left out where it is False."""
    return "".join(
        f" {conditional_escape(name)}"
        if value is True
        else f' {conditional_escape(name)}="{conditional_escape(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget: Mapping[str, Any]) -> str:
    value = widget["value"]
    shown = "" if value is None else f' value="{conditional_escape(value)}"'
    name = conditional_escape(widget["name"])
    return f'<input type="{conditional_escape(widget["type"])}" name="{name}"{shown}{_attributes(widget)}>'


def _file(widget: Mapping[str, Any]) -> str:
    """Return an input for a file, which never has a value."""
    return _input({**widget, "value": None})


def _textarea(widget: Mapping[str, Any]) -> str:
    text = conditional_escape(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{conditional_escape(widget["name"])}"{_attributes(widget)}>\n{text}</textarea>'


def _select(widget: Mapping[str, Any]) -> str:
    groups = "".join(_group(name, options) for name, options, _ in widget["optgroups"])
    return f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget)}>{groups}\n</select>'


def _group(name: Any, options: list[Mapping[str, Any]]) -> str:
    inside = "".join(f"\n  {_option(each)}\n" for each in options)
    return f'\n  <optgroup label="{conditional_escape(name)}">{inside}\n  </optgroup>' if name else inside


def _option(option: Mapping[str, Any]) -> str:
    value, label = conditional_escape(option["value"]), conditional_escape(option["label"])
    return f'<option value="{value}"{_attributes(option)}>{label}</option>'


_DRAW: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    **{
        f"{_FOLDER}{name}.html": _input
        for name in ("input", "text", "number", "email", "url", "password", "hidden", "date", "datetime", "time")
    },
    f"{_FOLDER}checkbox.html": _input,
    f"{_FOLDER}file.html": _input,
    f"{_FOLDER}clearable_file_input.html": _file,
    f"{_FOLDER}textarea.html": _textarea,
    f"{_FOLDER}select.html": _select,
}
