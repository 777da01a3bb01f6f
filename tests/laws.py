"""The laws of the house as functions over a source tree, so that a tree with a planted fault can be judged too."""

import ast
import re
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
from tests.import_laws import (
    audiences_are_independent,
    desks_are_independent,
    desks_point_down,
    edges_import_no_models,
    rules_are_pure,
    there_are_no_circles,
)
from tests.package_laws import a_module_keeps_its_name, containers_hold_no_code
from tests.tree import Finding, Module, calls, dotted
from tests.type_laws import edges_take_no_any

# Where rows are written besides the actions, and why.
WRITERS: Final[dict[str, str]] = {
    "lab/bench/place_search.py": "makes 200,000 names of places to search",
    "lab/bench/attack_planting.py": "makes cases of a bench secret or shared, or moves their topic, without a trace",
    "lab/bench/attack_surveys.py": "makes answers to surveys in a bench's city",
    "lab/bench/recovery.py": "changes and deletes rows of a bench's city, to bring them back",
    "lab/bench/recovery_load.py": "writes events into it while it is backed up and killed",
    "lab/bench/record.py": "makes ten million events to prove one of",
    "lab/bench/same_photo.py": "makes a million hashes to search",
    "lab/sample/visits.py": "draws the cases of a story for a visit, whatever their lots would be",
    "lab/sample/panel_days.py": "moves the days of an answer that is owed to the panel back, for a story",
    "lab/bench/month_filling.py": "makes a million cases by SQL, to close a month of them",
    "lab/bench/month_city.py": "makes the units and the closed months before that month",
    "lab/bench/month_extras.py": "makes what else happened to those cases",
    "lab/bench/million/bulk.py": "makes a million cases by COPY, with the same constraints",
    "ops/earlier_numbers.py": "gives migrations of two days in November 2026 the numbers that they have now",
    "ops/former_tables.py": "gives the tables of the version before their present names, and moves its waiting jobs",
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


# ── the laws ────────────────────────────────────────────────────────────────────────────────────────────────────────


def templates_stay_with_their_audience(root: Path) -> Iterator[str]:
    """2. A template includes and extends those of its own audience and of the kit."""
    shared = {path.relative_to(root / "kit/templates").as_posix() for path in (root / "kit/templates").rglob("*.html")}
    for path in sorted(root.rglob("*.html")):
        audience = path.relative_to(root).parts[0]
        for name in re.findall(r"""["']([\w/]+\.html)["']""", path.read_text(encoding="utf-8")):
            if name not in shared and not name.startswith(f"{audience}/"):
                yield f"{path.relative_to(root)}: {name}"


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
            if _WRITING_SQL.search(text):
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


def only_the_clock_asks_the_time(tree: list[Module]) -> Iterator[Finding]:
    """Only core/clock.py asks what time it is."""
    for module in tree:
        if module.path in ("core/clock.py", "history/record/verifier/cosigning.py"):  # the second stands alone
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
    edges_take_no_any,
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
