"""Renders the common form widgets by Python instead of by Django's templates, with the same HTML.

Django renders each input by a template that includes a second one for the attributes, and each option of a select by
two more. On the page of a case, with nineteen fields, that was a fifth of the time. FORM_RENDERER names this class;
widgets that are not listed here are rendered by Django's templates.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypedDict, cast

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape

_escaped: Callable[[object], str] = conditional_escape  # type: ignore[assignment]  # the stubs know of texts alone
_FOLDER: Final = "django/forms/widgets/"


class OptionContext(TypedDict):
    """An option of a select, as Django describes it."""

    value: object
    label: object
    attrs: Mapping[str, object]


class WidgetContext(TypedDict, total=False):
    """A widget as Django describes it; `type` is that of an input, and `optgroups` are those of a select: (label or
    None, options, position).
    """

    name: str
    value: object
    type: str
    attrs: Mapping[str, object]
    optgroups: list[tuple[object, list[OptionContext], int]]
    is_initial: bool


class FormRenderer(DjangoTemplates):
    """Django's renderer of forms, except for the widgets in `_DRAW`."""

    def render(self, template_name: str, context: dict[str, object], request: HttpRequest | None = None) -> str:
        """Return the HTML of a widget, or of another part of a form."""
        draw = _DRAW.get(template_name)
        if draw is None:
            return super().render(template_name, context, request)
        widget = cast(WidgetContext, context["widget"])  # Django types it as Any
        if widget.get("is_initial"):  # a stored file is shown with a link
            return super().render(template_name, context, request)
        return draw(widget)


def _attributes(attrs: Mapping[str, object]) -> str:
    """Return the attributes: without a value where it is True, left out where it is False."""
    return "".join(
        f" {_escaped(name)}" if value is True else f' {_escaped(name)}="{_escaped(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def _input(widget: WidgetContext) -> str:
    value = widget["value"]
    shown = "" if value is None else f' value="{_escaped(value)}"'
    name = _escaped(widget["name"])
    return f'<input type="{_escaped(widget["type"])}" name="{name}"{shown}{_attributes(widget["attrs"])}>'


def _file(widget: WidgetContext) -> str:
    """Return an input for a file, which never has a value."""
    return _input({**widget, "value": None})


def _textarea(widget: WidgetContext) -> str:
    text = _escaped(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_escaped(widget["name"])}"{_attributes(widget["attrs"])}>\n{text}</textarea>'


def _select(widget: WidgetContext) -> str:
    groups = "".join(_group(name, options) for name, options, _ in widget["optgroups"])
    return f'<select name="{_escaped(widget["name"])}"{_attributes(widget["attrs"])}>{groups}\n</select>'


def _group(name: object, options: list[OptionContext]) -> str:
    inside = "".join(f"\n  {_option(each)}\n" for each in options)
    return f'\n  <optgroup label="{_escaped(name)}">{inside}\n  </optgroup>' if name else inside


def _option(option: OptionContext) -> str:
    value, label = _escaped(option["value"]), _escaped(option["label"])
    return f'<option value="{value}"{_attributes(option["attrs"])}>{label}</option>'


_DRAW: Final[Mapping[str, Callable[[WidgetContext], str]]] = {
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
