"""The laws of a file's form: its first sentence, its size, and who formats it."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from typing import Final

from tests.tree import Finding, Module

MOST_LINES: Final = 300
MOST_FUNCTION_LINES: Final = 60
MOST_BYTES: Final = 12 * 1024
"""Of a file as UTF-8."""
_SWITCH: Final = re.compile(r"#\s*(fmt|yapf):|#\s*ruff:\s*(?!noqa)")
_UNFINISHED: Final = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
_MACHINE: Final = re.compile(r"(?<![\w.])/(home|root|Users|work|mnt)/\w")


def modules_open_with_a_sentence(tree: list[Module]) -> Iterator[Finding]:
    """8. Every module opens with one true sentence."""
    for module in tree:
        words = ast.get_docstring(module.tree) or ""
        first = words.split("\n\n")[0].strip()
        if not first or first[-1] not in ".?!":
            yield module.finding(1, "modules open with a sentence", first.splitlines()[0] if first else "nothing")


def files_and_functions_are_short(tree: list[Module]) -> Iterator[Finding]:
    """9. No file over 300 lines or 12 kB, no function over 60 lines, as the formatter leaves them."""
    law = "files and functions are short"
    for module in tree:
        if (length := len(module.text.splitlines())) > MOST_LINES:
            yield module.finding(length, law, f"{length} lines")
        if (size := len(module.text.encode())) > MOST_BYTES:
            yield module.finding(length, law, f"{size} bytes")
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > MOST_FUNCTION_LINES:
                    yield module.finding(node, law, f"{node.name}: {length} lines")


def the_formatter_decides(tree: list[Module]) -> Iterator[Finding]:
    """9. No comment switches the formatter off."""
    for module in tree:
        if "fmt:" in module.text or "yapf:" in module.text or "ruff:" in module.text:
            for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
                if token.type == tokenize.COMMENT and _SWITCH.search(token.string):
                    yield module.finding(token.start[0], "the formatter decides", token.string)


def nothing_is_left_unfinished(tree: list[Module]) -> Iterator[Finding]:
    """No note to oneself, and no path of one machine."""
    for module in tree:
        for number, line in enumerate(module.text.splitlines(), start=1):
            if found := _UNFINISHED.search(line) or _MACHINE.search(line):
                yield module.finding(number, "nothing is left unfinished", found[0])
