"""Reads the small part of Markdown that guides are written in, and writes it as HTML.

Headings of two levels, paragraphs, bulleted and numbered lists, and **names of buttons and fields** in a line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

BlockKind = Literal["heading", "paragraph", "bullets", "steps"]
_BOLD: Final = re.compile(r"\*\*([^*]+)\*\*")
_STEP: Final = re.compile(r"\d+\.\s+")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or paragraph (one line), or a list (a line for each item)."""

    kind: BlockKind
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuideText:
    """A guide in one language."""

    title: str
    blocks: Sequence[Block]

    def plain(self) -> str:
        """All words without their marks, for the search."""
        return without_marks("\n".join([self.title, *(line for block in self.blocks for line in block.lines)]))


def read_guide(text: str) -> GuideText:
    """Read a guide; its first line is its title. Raises ValueError for one without."""
    first, _, rest = text.strip().partition("\n")
    if not first.startswith("# "):
        raise ValueError("a guide begins with its title")
    return GuideText(first[2:].strip(), list(_blocks(rest)))


def _blocks(text: str) -> Iterator[Block]:
    for is_blank, group in groupby(text.split("\n"), key=lambda part: not part.strip()):
        if is_blank:
            continue
        for kind, parts in groupby((part.strip() for part in group), key=_kind):
            sentences = tuple(_sentence(kind, part) for part in parts)
            if kind in ("bullets", "steps"):
                yield Block(kind, sentences)
            elif kind == "heading":
                yield from (Block("heading", (sentence,)) for sentence in sentences)
            else:
                yield Block("paragraph", (" ".join(sentences),))


def _kind(part: str) -> BlockKind:
    if part.startswith("## "):
        return "heading"
    if part.startswith("- "):
        return "bullets"
    return "steps" if _STEP.match(part) else "paragraph"


def _sentence(kind: BlockKind, part: str) -> str:
    if kind == "steps":
        return _STEP.sub("", part, count=1)
    return part[{"heading": 3, "bullets": 2}.get(kind, 0) :].strip()


def names_in(text: str) -> list[str]:
    """Return the names of buttons and fields in a text: what stands in bold."""
    return _BOLD.findall(text)


def without_marks(text: str) -> str:
    """Return a text with the names as plain words."""
    return _BOLD.sub(r"\1", text)


def with_quotes(text: str, language: str) -> str:
    """Return a text with the names in quotation marks of the language, for where nothing can be bold."""
    return _BOLD.sub(r"«\1»" if language == "fa" else r"“\1”", text)


def html_of(blocks: Sequence[Block]) -> SafeString:
    """Return blocks as HTML; every word is escaped."""
    return format_html_join("\n", "{}", ((_html(block),) for block in blocks))


def _html(block: Block) -> SafeString:
    if block.kind == "heading":
        return format_html('<h2 class="section-title mt-4">{}</h2>', block.lines[0])
    if block.kind == "paragraph":
        return format_html("<p>{}</p>", _line(block.lines[0]))
    items = format_html_join("", "<li>{}</li>", ((_line(line),) for line in block.lines))
    if block.kind == "steps":
        return format_html('<ol class="help-list list-decimal ps-6">{}</ol>', items)
    return format_html('<ul class="help-list list-disc ps-6">{}</ul>', items)


def _line(line: str) -> SafeString:
    parts = _BOLD.split(line)  # every second part stood in bold
    return format_html_join(
        "",
        "{}",
        ((format_html("<strong>{}</strong>", part) if place % 2 else part,) for place, part in enumerate(parts)),
    )
