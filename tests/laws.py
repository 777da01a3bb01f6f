"""The laws of the house as functions over a source tree, so that a tree with a planted fault can be judged too."""

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from peygir.ops.logs import FACTS
from tests.form_laws import (
    files_and_functions_are_short,
    modules_open_with_a_sentence,
    nothing_is_left_unfinished,
    the_formatter_decides,
)
from tests.package_laws import a_module_keeps_its_name, containers_hold_no_code
from tests.tree import Finding, Module, calls, dotted

SIBLINGS: Final = ("desks.", "centre.")  # containers whose packages do not import each other
GROUND: Final = frozenset({"cases", "people", "city"})
# Where rows are written besides the actions, and why.
WRITERS: Final[dict[str, str]] = {
    "lab/bulk.py": "makes a million cases by COPY, with the same constraints",
    "storage/rows.py": "the statement by which actions write one row; imported by nobody else",
}
_MANAGERS: Final = frozenset({"objects", "_default_manager", "_base_manager"})
_QUERYSET: Final = frozenset({"filter", "exclude", "all", "order_by", "select_for_update", "select_related"})
_BULK: Final = frozenset({"bulk_create", "bulk_update", "get_or_create", "update_or_create"})
_WRITING_SQL: Final = re.compile(
    r"\b(INSERT\s+INTO|UPDATE\s+[\w\"{}.]+\s+SET|DELETE\s+FROM|TRUNCATE\s+(TABLE\s+)?\w|COPY\s+[\w\"{}.]+.*\bFROM\b)",
    re.IGNORECASE | re.DOTALL,
)
_CLOCKS: Final = frozenset(
    {
        "datetime.now",
        "datetime.utcnow",
        "datetime.today",
        "date.today",
        "time.time",
        "time.time_ns",
        "timezone.now",
        "timezone.localdate",
        "timezone.localtime",
        "datetime.datetime.now",
        "datetime.date.today",
    }
)
_IMPURE: Final = re.compile(r"^(django|psycopg|procrastinate|ninja)(\.|$)|^peygir\.(core\.clock|gateways|media)(\.|$)")
_ROOMS: Final = re.compile(r"^peygir(\.\w+)+\.(models|actions|queries)(\.|$)")
PURE_FILES: Final = ("rules.py", "roles.py", "lifecycle.py", "checks.py", "texts.py", "totp.py")
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
        "desks/routing/conditions.py",
        "desks/routing/nearby.py",
        "desks/routing/agency_reminders.py",
        "desks/promises/calendar.py",
    }
)


# ── the laws ────────────────────────────────────────────────────────────────────────────────────────────────────────


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


def templates_stay_with_their_audience(root: Path) -> Iterator[str]:
    """2. A template includes and extends those of its own audience and of the kit."""
    shared = {path.relative_to(root / "kit/templates").as_posix() for path in (root / "kit/templates").rglob("*.html")}
    for path in sorted(root.rglob("*.html")):
        audience = path.relative_to(root).parts[0]
        for name in re.findall(r"""["']([\w/]+\.html)["']""", path.read_text(encoding="utf-8")):
            if name not in shared and not name.startswith(f"{audience}/"):
                yield f"{path.relative_to(root)}: {name}"


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


def only_actions_write_rows(tree: list[Module]) -> Iterator[Finding]:
    """6. Only actions write rows."""
    for module in tree:
        parts = module.path.split("/")
        if "actions.py" in parts or "actions" in parts[:-1] or module.path in WRITERS:
            continue
        for line, name in module.imports:
            if name.startswith("peygir.storage.rows"):
                yield module.finding(line, "only actions write rows", f"imports {name}")
        for call in calls(module):
            if isinstance(call.func, ast.Attribute) and _writes(call, call.func):
                yield module.finding(call, "only actions write rows", f".{call.func.attr}()")
        for node in ast.walk(module.tree):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            # The house works its own queue; those rows are nobody's memory.
            is_queue = module.package in ("ops", "lab") and "procrastinate_" in text
            if _WRITING_SQL.search(text) and not is_queue:
                yield module.finding(node, "only actions write rows", "SQL that writes")


def _writes(call: ast.Call, method: ast.Attribute) -> bool:
    chain = dotted(method.value).split(".")
    is_query = bool(_MANAGERS & set(chain)) or bool(_QUERYSET & set(chain))
    named = {keyword.arg for keyword in call.keywords}
    if method.attr in _BULK:
        return True
    if method.attr in ("create", "update", "delete"):
        is_row = method.attr == "delete" and not call.args and not call.keywords
        return is_query or (method.attr == "update" and not call.args and bool(named)) or is_row
    if method.attr == "save":
        is_plain = not call.args and not call.keywords and chain[-1] != "session"
        return is_query or is_plain or bool(named & {"update_fields", "force_insert", "force_update"})
    return False


def cases_are_locked_in_one_place(tree: list[Module]) -> Iterator[Finding]:
    """A case is changed under the lock of `cases.actions.file.locked`: a round holds the object that this gives."""
    for module in tree:
        for call in calls(module):
            if module.path == "cases/actions/file.py" or not isinstance(call.func, ast.Attribute):
                continue
            is_of_cases = dotted(call.func.value).split(".")[:2] == ["Case", "objects"]
            if is_of_cases and call.func.attr in ("select_for_update", "update"):
                yield module.finding(call, "cases are locked in one place", f".{call.func.attr}()")


def desks_point_down(tree: list[Module]) -> Iterator[Finding]:
    """7. A desk's foreign keys point only into its own package and to cases, people, city."""
    for module in tree:
        if not module.package.startswith(SIBLINGS):
            continue
        for call in calls(module):
            if dotted(call.func).rsplit(".", 1)[-1] not in ("ForeignKey", "OneToOneField", "ManyToManyField"):
                continue
            target = call.args[0] if call.args else None
            if isinstance(target, ast.Constant) and isinstance(target.value, str) and "." in target.value:
                app = target.value.split(".")[0]
                if app not in GROUND | {module.package.rpartition(".")[2]}:
                    yield module.finding(call, "desks point down", f"a foreign key to {target.value}")


def only_the_clock_asks_the_time(tree: list[Module]) -> Iterator[Finding]:
    """Only core/clock.py asks what time it is."""
    for module in tree:
        if module.path == "core/clock.py":
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and dotted(node) in _CLOCKS:
                yield module.finding(node, "only the clock asks the time", dotted(node))
            if isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"):
                yield module.finding(node.value, "only the clock asks the time", node.arg)


def logs_say_known_facts(tree: list[Module]) -> Iterator[Finding]:
    """What a log line says beside its event is on the list of facts; logging itself refuses some other names."""
    for module in tree:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.keyword) and node.arg == "extra" and isinstance(node.value, ast.Dict):
                names = {str(key.value) for key in node.value.keys if isinstance(key, ast.Constant)}
                for name in sorted(names - FACTS):
                    yield module.finding(node.value, "logs say known facts", name)


LAWS: Final[tuple[Callable[[list[Module]], Iterator[Finding]], ...]] = (
    desks_are_independent,
    containers_hold_no_code,
    a_module_keeps_its_name,
    audiences_are_independent,
    edges_import_no_models,
    rules_are_pure,
    there_are_no_circles,
    only_actions_write_rows,
    cases_are_locked_in_one_place,
    desks_point_down,
    modules_open_with_a_sentence,
    files_and_functions_are_short,
    the_formatter_decides,
    only_the_clock_asks_the_time,
    logs_say_known_facts,
    nothing_is_left_unfinished,
)


def judge(tree: list[Module]) -> list[Finding]:
    """Every law over a tree."""
    return sorted(finding for law in LAWS for finding in law(tree))
