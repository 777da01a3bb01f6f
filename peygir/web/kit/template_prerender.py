"""Renders constant parts of templates once for each language: translated texts, icons and links.

Django renders each of them again on every page: language, message catalogue, the sprite's URL. Here adjacent constant
nodes of a template become one node when it is loaded (constant folding, as in a compiler), which caches its text.
"""

from itertools import groupby
from typing import Final

from django.template import Context, Node, NodeList, Template
from django.template.base import FilterExpression, Origin, TextNode, Variable
from django.template.defaulttags import IfNode, URLNode
from django.template.library import SimpleNode
from django.template.loaders import base, cached
from django.templatetags.i18n import TranslateNode
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from peygir.web.kit import built
from peygir.web.kit.template_whitespace import remove_indentation
from peygir.web.kit.templatetags import ui

# Tags with equal output for equal arguments, in one language and with the same built files.
_ALWAYS_SAME: Final = frozenset({ui.icon, ui.asset, ui.assets, ui.font})


class _FoldingLoader(base.Loader):
    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        template: Template = super().get_template(template_name, skip)
        remove_indentation(template.nodelist)
        fold(template.nodelist)
        return template


class Loader(cached.Loader, _FoldingLoader):
    """Django's cached loader; templates lose their indentation and are folded before they are cached."""


class PrerenderedNode(Node):
    """A run of nodes that need nothing from the context; its text is cached for each language."""

    child_nodelists = ()

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self.token, self.origin = nodes[0].token, nodes[0].origin  # for Django's debug page
        self._names_files = any(isinstance(node, SimpleNode) for node in nodes)
        self._drawn: tuple[tuple[str, int], dict[str | None, SafeString]] = (("", 0), {})

    def render(self, context: Context) -> SafeString:
        """Return the text in the viewer's language, for the current built files."""
        now = (get_script_prefix(), built.built_at() if self._names_files else 0)
        since, kept = self._drawn
        if since != now:  # a new build: drop the cached texts
            kept = {}
            self._drawn = (now, kept)  # assigned together, since threads render concurrently
        active_language = get_language()
        if (drawn := kept.get(active_language)) is None:
            text = "".join(str(node.render_annotated(context)) for node in self.nodes)
            drawn = kept[active_language] = mark_safe(text)  # noqa: S308 - each part has escaped itself
        return drawn


def fold(nodes: NodeList) -> None:
    """Replace each run of constant nodes, unless plain text, by one `PrerenderedNode`, recursively."""
    folded: list[Node] = []
    for is_same, run in groupby(nodes, key=_is_always_same):
        parts = list(run)
        is_worth_it = is_same and not all(isinstance(part, TextNode) for part in parts)
        folded += [PrerenderedNode(parts)] if is_worth_it else parts
    nodes[:] = folded
    for node in nodes:
        for inner in lists_within(node):
            fold(inner)


def lists_within(node: Node) -> list[NodeList]:
    """Return the node lists of a node: the branches of a condition, the body of a loop or a block."""
    if isinstance(node, IfNode):  # its `nodelist` is a computed copy; changing that has no effect
        return [branch for _, branch in node.conditions_nodelists]
    found = (getattr(node, name, None) for name in node.child_nodelists)
    return [inner for inner in found if isinstance(inner, NodeList)]


def _is_always_same(node: Node) -> bool:
    if isinstance(node, TextNode):
        return True
    if type(node) is TranslateNode:
        words = node.filter_expression
        is_plain = isinstance(words.var, Variable) and words.var.literal is not None and not words.filters
        return is_plain and node.asvar is None and node.message_context is None
    if type(node) is URLNode:
        is_plain = _is_constant(node.view_name) and ":" not in str(node.view_name.var)
        return is_plain and not node.args and not node.kwargs and node.asvar is None
    if type(node) is SimpleNode:
        asked = [*node.args, *node.kwargs.values()]
        return node.func in _ALWAYS_SAME and node.target_var is None and all(map(_is_constant, asked))
    return False


def _is_constant(asked: FilterExpression) -> bool:
    return isinstance(asked.var, str) and not asked.filters
