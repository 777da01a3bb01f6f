"""The forms of a page as a browser would send them: where to, and what stands in each field."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

_TOKEN: Final = "csrfmiddlewaretoken"


@dataclass
class Form:
    """One form that is sent by POST: its address and its fields with the values that the page gave them."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    fixed: set[str] = field(default_factory=set)  # hidden fields, choices and buttons: nobody types into them
    hidden: dict[str, str] = field(default_factory=dict)  # what a browser sends of itself

    @property
    def shape(self) -> tuple[str, tuple[str, ...]]:
        """What makes two forms the same for a test: the address without its numbers, and the names of the fields."""
        path = "".join("0" if letter.isdigit() else letter for letter in self.action.partition("?")[0])
        return path, tuple(sorted(self.fields))


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._begin(given)
        elif self._form is not None and tag in ("input", "textarea", "select", "button") and given.get("name"):
            self._take(self._form, tag, given)
        elif self._form is not None and tag == "option" and self._select and "selected" in given:
            self._form.fields[self._select] = [given.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""

    def _begin(self, given: dict[str, str]) -> None:
        self._form = None
        if given.get("method", "").lower() == "post" or "hx-post" in given:
            self._form = Form(given.get("action") or given.get("hx-post") or self.page)
            self.forms.append(self._form)

    def _take(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, kind = given["name"], given.get("type", "")
        if name == _TOKEN:
            return
        form.fields.setdefault(name, []).append(given.get("value", ""))
        if tag in ("select", "button") or kind in ("hidden", "radio", "checkbox", "submit", "file"):
            form.fixed.add(name)
        if kind == "hidden":
            form.hidden[name] = given.get("value", "")
        self._select = name if tag == "select" else ""


def forms_in(page: str, html: str) -> list[Form]:
    """The POST forms of `html`, the page at the address `page`."""
    reader = _Reader(page)
    reader.feed(html)
    return reader.forms
