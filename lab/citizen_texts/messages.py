"""The translatable texts of a definition or a template, as the catalogue knows them."""

import ast
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lab.citizen_texts.modules import Source, Symbol

_PLURALS: Final = frozenset({"ngettext", "ngettext_lazy", "npgettext"})
_CONTEXTS: Final = frozenset({"pgettext", "pgettext_lazy"})
_PLAIN: Final = frozenset({"gettext", "gettext_lazy", "gettext_noop"})
_TRANS: Final = re.compile(
    r"\{%\s*(?:trans|translate)\s+(?:\"([^\"]*)\"|'([^']*)')(?:\s+context\s+[\"']([^\"']*)[\"'])?"
)
_TAG: Final = re.compile(r"\{[%{].*?[%}]\}", re.DOTALL)
_IN_TAG: Final = re.compile(r"\b_\(\s*(?:\"([^\"]*)\"|'([^']*)')\s*\)")
_BLOCK: Final = re.compile(
    r"\{%\s*(?:blocktrans|blocktranslate)\b(.*?)%\}(.*?)\{%\s*end(?:blocktrans|blocktranslate)\s*%\}", re.DOTALL
)
_CONTEXT: Final = re.compile(r"context\s+[\"']([^\"']*)")
_VARIABLE: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_PLURAL: Final = re.compile(r"\{%\s*plural\s*%\}")


class MarkedText(NamedTuple):
    """A text: its context, its singular, and its plural if it has one."""

    context: str
    text: str
    plural: str = ""


def messages_of(source: Source, symbol: Symbol) -> Iterator[MarkedText]:
    """The texts that a definition marks."""
    names = source.modules[symbol[0]].gettext
    for node in source.walk(symbol):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name):
            kind = names.get(called.id, "")
        else:
            is_module = isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name)
            kind = called.attr if isinstance(called, ast.Attribute) and is_module else ""
        texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if kind in _CONTEXTS and len(texts) > 1:
            yield MarkedText(texts[0], texts[1])
        elif kind in _PLURALS and len(texts) > 1:
            yield MarkedText("", texts[0], texts[1])
        elif kind in _PLAIN and texts and texts[0]:
            yield MarkedText("", texts[0])


def messages_in(template: str) -> Iterator[MarkedText]:
    """The texts that a template marks."""
    for double, single, context in _TRANS.findall(template):
        yield MarkedText(context, double or single)
    for tag in _TAG.findall(template):
        for double, single in _IN_TAG.findall(tag):
            yield MarkedText("", double or single)
    for head, body in _BLOCK.findall(template):
        context = _CONTEXT.search(head)
        is_trimmed = "trimmed" in head.split()
        forms = [_form(part, is_trimmed=is_trimmed) for part in _PLURAL.split(body)]
        yield MarkedText(context[1] if context else "", *forms)


def _form(text: str, *, is_trimmed: bool) -> str:
    if is_trimmed:
        text = " ".join(line.strip() for line in text.strip().splitlines())
    return _VARIABLE.sub(r"%(\1)s", text.replace("%", "%%"))
