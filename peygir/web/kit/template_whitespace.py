"""Takes the indentation of templates out of the pages: white space with a line break in it shrinks, or goes."""

import re
from typing import Final

from django.template import NodeList, Template
from django.template.base import Origin, TextNode
from django.template.loaders import base, cached

_AROUND_LINE_BREAKS: Final = re.compile(r"\s*\n\s*")
_BEFORE_AN_END: Final = re.compile(
    r"\n(?=</(?:address|article|aside|blockquote|body|button|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer"
    r"|form|h[1-6]|header|html|legend|li|main|nav|ol|optgroup|option|p|section|select|summary|svg|table|tbody|td|template"
    r"|tfoot|th|thead|title|tr|ul)>)"
)
"""A line break that is followed by the end of an element that is no inline one."""


class _WithoutIndentation(base.Loader):
    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        template: Template = super().get_template(template_name, skip)
        remove_indentation(template.nodelist)
        return template


class Loader(cached.Loader, _WithoutIndentation):
    """Django's cached loader; templates lose their indentation before they are cached."""


def remove_indentation(nodes: NodeList) -> None:
    """Leave one line break of each run of white space that has one, and none before the end of an element.

    To a browser a line break is a space, and a space at the end of a block is nothing: with one exception, which is why
    it goes. In a flex container white space after `.sr-only` is an item of its own, with a gap before it.

    Only for HTML. No template may rely on the lines of its own text, as within `<pre>`: tests/test_templates.py looks.
    """
    for text in nodes.get_nodes_by_type(TextNode):
        if isinstance(text, TextNode):  # as asked; the checker of types is told once more
            text.s = _BEFORE_AN_END.sub("", _AROUND_LINE_BREAKS.sub("\n", text.s))
