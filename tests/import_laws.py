"""The laws of who may know whom: imports between packages and floors, circles, and foreign keys."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from tests.tree import Finding, Module, calls, dotted

SIBLINGS: Final = ("desks.", "centre.")  # containers whose packages do not import each other
GROUND: Final = frozenset({"cases", "people", "city", "assets", "media"})
# Foreign keys to a package beside one's own, and why.
BESIDE: Final[dict[tuple[str, str], str]] = {
    ("centre.quality", "contacts.Contact"): "a review is about one contact, which no deletion may take from under it",
}
_IMPURE: Final = re.compile(r"^(django|psycopg|ninja)(\.|$)|^peygir\.(core\.clock|gateways|media)(\.|$)")
_ROOMS: Final = re.compile(r"^peygir(\.\w+)+\.(models|actions|queries)(\.|$)")
PURE_FILES: Final = (
    "rules.py",
    "roles.py",
    "channels.py",
    "states.py",
    "questions.py",
    "urgencies.py",
    "lifecycle.py",
    "judging.py",
    "checks.py",
    "texts.py",
    "totp.py",
)
PURE_PATHS: Final = frozenset(
    {
        "desks/intake/verdicts/evidence.py",
        "desks/intake/verdicts/gathering.py",
        "desks/intake/verdicts/weighing.py",
        "desks/intake/verdicts/moods.py",
        "desks/intake/verdicts/spelling.py",
        "desks/intake/verdicts/digits.py",
        "desks/intake/verdicts/terms.py",
        "desks/intake/verdicts/gist.py",
        "desks/intake/verdicts/learned.py",
        "desks/intake/verdicts/deciding.py",
        "desks/routing/condition_reading.py",
        "desks/routing/conditions.py",
        "desks/routing/nearby.py",
        "desks/routing/agency_reminders.py",
        "desks/promises/calendar.py",
        "desks/promises/days.py",
        "desks/understanding/durations.py",
    }
)


def desks_are_independent(tree: list[Module]) -> Iterator[Finding]:
    """2. Packages in `desks`, and packages in `centre`, do not import each other, nor those of the other folder."""
    for module in tree:
        if module.package.startswith(SIBLINGS):
            for number, name in module.imports:
                other = ".".join(name.split(".")[1:3])
                if name.startswith("peygir.") and other.startswith(SIBLINGS) and other != module.package:
                    yield module.finding(number, "desks are independent", f"imports {name}")


def audiences_are_independent(tree: list[Module]) -> Iterator[Finding]:
    """2. Folders of `web` do not import each other, but for the kit, which imports none of them."""
    for module in tree:
        parts = module.path.split("/")
        if module.package == "web" and len(parts) > 2:
            for number, name in module.imports:
                other = (re.match(r"^peygir\.web\.(\w+)", name) or "..")[1]
                if other not in (".", parts[1], "kit"):
                    yield module.finding(number, "audiences are independent", f"imports {name}")


def edges_import_no_models(tree: list[Module]) -> Iterator[Finding]:
    """3. Edges touch actions and queries, never models."""
    for module in tree:
        if module.package in ("web", "api", "telephony"):
            for line, name in module.imports:
                if re.match(r"^peygir(\.\w+)+\.models(\.|$)", name):
                    yield module.finding(line, "edges import no models", f"imports {name}")


def rules_are_pure(tree: list[Module]) -> Iterator[Finding]:
    """4. Rules and other pure files import no Django, no database, no clock, and no room that does."""
    for module in tree:
        file = module.path.rsplit("/", 1)[-1]
        is_pure = file in PURE_FILES or file.endswith(("_rules.py", "_checks.py")) or module.path in PURE_PATHS
        if is_pure and module.package not in ("ops", "lab", "web", "api", "telephony"):
            for line, name in module.imports:
                if _IMPURE.match(name) or _ROOMS.match(name):
                    yield module.finding(line, "rules are pure", f"imports {name}")


def there_are_no_circles(tree: list[Module]) -> Iterator[Finding]:
    """5. No module imports itself by way of others."""
    names = {module.name: module for module in tree}
    graph: dict[str, set[str]] = defaultdict(set)
    for module in tree:
        imported_names = {name for _, name in module.imports if name in names and name != module.name}
        # `from package import module` names both; the package itself is then only the way to it.
        graph[module.name] = {
            name for name in imported_names if not any(other.startswith(f"{name}.") for other in imported_names)
        }
    for circle in _circles(graph):
        first = names[min(circle)]
        yield first.finding(1, "there are no circles", " → ".join([*sorted(circle), min(circle)]))


def _circles(graph: dict[str, set[str]]) -> list[set[str]]:
    """The strongly connected parts of more than one module (Tarjan 1972)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    components: list[set[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in sorted(graph.get(node, ())):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            part = set(stack[stack.index(node) :])
            del stack[stack.index(node) :]
            if len(part) > 1:
                components.append(part)

    for node in sorted(graph):
        if node not in index:
            visit(node)
    return components


def desks_point_down(tree: list[Module]) -> Iterator[Finding]:
    """7. A desk's foreign keys point only into its own package and to GROUND, but for those in BESIDE."""
    for module in tree:
        if not module.package.startswith(SIBLINGS):
            continue
        for call in calls(module):
            if dotted(call.func).rsplit(".", 1)[-1] not in ("ForeignKey", "OneToOneField", "ManyToManyField"):
                continue
            target = call.args[0] if call.args else None
            if isinstance(target, ast.Constant) and isinstance(target.value, str) and "." in target.value:
                app = target.value.split(".")[0]
                is_known = (module.package, target.value) in BESIDE
                if app not in GROUND | {module.package.rpartition(".")[2]} and not is_known:
                    yield module.finding(call, "desks point down", f"a foreign key to {target.value}")
