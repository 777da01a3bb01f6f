"""The definitions and templates that a citizen's pages and messages lead to, and the texts in them."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from lab.citizen_texts.audience import AUDIENCES, END_TEMPLATES, ENDS, FRAME, FRAMES, TALKS
from lab.citizen_texts.messages import MarkedText, messages_in, messages_of
from lab.citizen_texts.modules import Source, Symbol
from peygir.desks.answers.readers import TO_STAFF
from peygir.web.kit.citizen_pages import FOR_FEW

_WORD: Final = re.compile(r"\{%-?\s*(\w+)|\|(\w+)")
_PARTS: Final = re.compile(r"\{%\s*(?:include|extends)\s+[\"']([^\"']+)")
_LOADED: Final = re.compile(r"\{%\s*load\s+([^%]+)%\}")
_VOCABULARY: Final = re.compile(r"label_of:\s*[\"'](\w+)")
_STAFF_PART: Final = re.compile(r"\{% if page\.staff %\}.*?\{% else %\}", re.DOTALL)


@dataclass(frozen=True)
class CitizenReach:
    """What is reached, each with what led to it first."""

    source: Source
    symbols: dict[Symbol, object] = field(default_factory=dict)
    templates: dict[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Path) -> "CitizenReach":
        """Follow every name from the pages and messages of citizens in the tree below `root`."""
        reach = cls(Source(root, TO_STAFF))
        reach._follow([*reach._pages(), *reach._frame()], FRAMES + reach._drop_templates())
        return reach

    def messages(self) -> dict[MarkedText, str]:
        """Every text that is reached, with the place of one that marks it."""
        places: dict[MarkedText, str] = {}
        for symbol in sorted(self.symbols):
            for message in messages_of(self.source, symbol):
                places.setdefault(message, ".".join(symbol))
        for name in sorted(self.templates):
            for message in messages_in(self._template(name)):
                places.setdefault(message, name)
        return places

    def way(self, place: object) -> list[str]:
        """How a definition or a template is reached, from itself back to a page."""
        steps = []
        while place is not None:
            steps.append(place if isinstance(place, str) else ".".join(place))  # type: ignore[arg-type]
            place = self.templates[place] if isinstance(place, str) else self.symbols[place]  # type: ignore[index]
        return steps

    def _follow(self, symbols: Iterable[Symbol], templates: Iterable[str]) -> None:
        waiting: list[tuple[Symbol | str, object]] = [(one, None) for one in symbols]
        waiting += [(name, None) for name in templates]
        while waiting:
            place, source = waiting.pop()
            if isinstance(place, str):
                if place in self.templates or place not in self.source.templates or place.startswith(END_TEMPLATES):
                    continue
                self.templates[place] = source
                used, names = self._used_in(place)
            else:
                if place in self.symbols or _is_end(place):
                    continue
                self.symbols[place] = source
                used, names = self.source.used(place)
            waiting += [(one, place) for one in sorted(used)]
            waiting += [(name, place) for name in sorted(names)]

    def _pages(self) -> Iterator[Symbol]:
        for module, parsed in self.source.modules.items():
            parts = module.split(".")
            if parts[1:2] != ["web"] or parts[2:3] not in [[one] for one in AUDIENCES] or not module.endswith("urls"):
                continue
            for statement in parsed.body:
                for node in ast.walk(statement):
                    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "path":
                        names = [str(ast.literal_eval(one.value)) for one in node.keywords if one.arg == "name"]
                        view = node.args[1] if len(node.args) > 1 else None
                        found = self.source.meaning(module, view.id) if isinstance(view, ast.Name) else None
                        if names and names[0] not in FOR_FEW and found is not None:
                            yield found

    def _frame(self) -> Iterator[Symbol]:
        for module, name in FRAME:
            names = self.source.modules[module].definitions if name == "*" else (name,)
            yield from ((module, one) for one in names)
        for module in TALKS:
            yield from ((module, one) for one in self.source.modules[module].definitions)

    def _drop_templates(self) -> tuple[str, ...]:
        return tuple(name for name in self.source.templates if name.startswith("drop/"))

    def _template(self, name: str) -> str:
        return _STAFF_PART.sub("", self.source.templates[name])

    def _used_in(self, name: str) -> tuple[set[Symbol], set[str]]:
        text = self._template(name)
        words = {word for pair in _WORD.findall(text) for word in pair if word}
        loaded = " ".join(_LOADED.findall(text)).split()
        symbols = {self._tags[library, word] for library in loaded for word in words if (library, word) in self._tags}
        for vocabulary in _VOCABULARY.findall(text):
            symbols |= {
                (one, vocabulary) for one, parsed in self.source.modules.items() if _defines(parsed, vocabulary)
            }
        return symbols, {part for part in _PARTS.findall(text) if part in self.source.templates}

    @cached_property
    def _tags(self) -> dict[tuple[str, str], Symbol]:
        """Every tag and filter by its library and its name."""
        tags = {}
        for module, parsed in self.source.modules.items():
            if ".templatetags." not in module:
                continue
            library = module.rsplit(".", 1)[1]
            for name, nodes in parsed.definitions.items():
                tags.update({(library, one): (module, name) for node in nodes for one in _registered(node)})
        return tags


def _defines(parsed: object, name: str) -> bool:
    return any(isinstance(node, ast.ClassDef) for node in parsed.definitions.get(name, ()))  # type: ignore[attr-defined]


def _registered(node: ast.AST) -> Iterator[str]:
    if not isinstance(node, ast.FunctionDef):
        return
    for decorator in node.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        if "register" in ast.unparse(call.func if call else decorator):
            names = [one.value for one in call.keywords if one.arg == "name"] if call else []
            first = call.args[0] if call and call.args and "filter" in ast.unparse(call.func) else None
            given = names[0] if names else first
            yield str(given.value) if isinstance(given, ast.Constant) else node.name


def _is_end(symbol: Symbol) -> bool:
    name = ".".join(symbol)
    return ".models" in symbol[0] or any(name.startswith(f"{end}.") or name == end for end in ENDS)
