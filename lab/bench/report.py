"""The measurements as tables, and which of them miss their goals."""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final

from rich.console import Console
from rich.table import Table

NAMES: Final = {
    "create": "ثبت · create (POST JSON)",
    "list": "کارتابل ۵۰تایی · list of 50",
    "case": "پرونده · case page (JSON)",
    "track": "پیگیری · public track",
    "map": "نقشه · map box",
    "page_list": "صفحهٔ کارتابل · list (HTML)",
    "page_case": "صفحهٔ پرونده · case (HTML)",
    "search_words": "جست‌وجوی واژه · search, words",
    "search_code": "جست‌وجوی کد · search, code",
    "search_place": "جست‌وجوی محل · search, place",
    "home_clerk": "روز من · home of a clerk",
    "home_operator": "میز اپراتور · home of an operator",
    "home_manager": "واحد من · home of a manager",
    "home_supervisor": "تابلوی مرکز · home of a supervisor",
    "home_mayor": "صفحهٔ شهر · home of the mayor",
    "home_council": "منطقهٔ من · home of a council member",
    "home_inspector": "بازدیدها · home of an inspector",
    "home_inspectorate": "میز محرمانه · home of the inspectorate",
    "home_admin": "نیاز به توجه · home of the administrator",
}
# (request, measurement) → (goal, whether more is better)
GOALS: Final[dict[tuple[str, str], tuple[float, bool]]] = {
    ("create", "rate"): (400, True),
    ("create", "sql"): (8, False),
    ("create", "p95"): (40, False),
    ("create", "ratio"): (0.20, True),
    ("list", "rate"): (150, True),
    ("list", "sql"): (3, False),
    ("settled", "max_s"): (5, False),
    ("page_list", "p95"): (100, False),
    ("search_words", "p95"): (100, False),
    ("search_code", "p95"): (100, False),
    ("search_place", "p95"): (100, False),
    **{(name, "p95"): (120.0, False) for name in NAMES if name.startswith("home_")},
    **{(name, "sql"): (12, False) for name in NAMES if name.startswith("home_")},
}
MOST_GROWTH: Final = 1.5


def growth(results: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Return by request how much slower (in requests per second) the largest city is than the smallest."""
    small, large = results[0], results[-1]
    return {
        name: round(small[name]["rate"] / large[name]["rate"], 2) for name in NAMES if name in small and name in large
    }


def misses(results: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return each missed goal, and by how much."""
    missed_goals = []
    for result in results:
        for (name, figure), (goal, is_more) in GOALS.items():
            value = result.get(name, {}).get(figure)
            if value is not None and (value < goal if is_more else value > goal):
                missed_goals.append(
                    f"{result['cases']:,}: {name} {figure} = {value}, goal {'≥' if is_more else '≤'} {goal}"
                )
    if len(results) > 1:
        missed_goals += [
            f"{name}: × {factor} slower when large, goal ≤ {MOST_GROWTH}"
            for name, factor in growth(results).items()
            # A search takes longer with more data: its goal is a time, in every city.
            if factor > MOST_GROWTH and not name.startswith("search_")
        ]
    return missed_goals


def show(results: Sequence[Mapping[str, Any]], *, clients: int) -> None:
    """Print the measurements for people."""
    console = Console()
    for result in results:
        table = Table(
            title=f"{result['cases']:,} cases, {result['open']:,} of them open; {clients} clients", title_justify="left"
        )
        for heading in ("", "req/s", "p50 ms", "p95 ms", "SQL (+ look-ups)", "limit req/s", "ratio"):
            table.add_column(heading, justify="left" if not heading else "right")
        for name, label in NAMES.items():
            if row := result.get(name):
                sql = f"{row['sql']} (+{row['lookups']})"
                speeds = (f"{row['rate']:,.0f}", f"{row['p50']:.1f}", f"{row['p95']:.1f}", sql)
                table.add_row(label, *speeds, f"{row['limit']:,.0f}", f"{row['ratio']:.0%}")
        console.print(table)
        if settled := result.get("settled"):
            console.print(
                f"routed and promised at {settled['rate']:.0f} creates/s: p50 {settled['p50_s']} s, "
                f"p95 {settled['p95_s']} s, longest {settled['max_s']} s, never {settled['never']} of "
                f"{settled['created']}; a backlog is worked off at {result['worker']['per_second']:.0f} cases/s"
            )
        console.print("PostgreSQL: " + ", ".join(f"{name} = {value}" for name, value in result["database"].items()))
        console.print()
    if len(results) > 1:
        factors = ", ".join(f"{name} × {factor}" for name, factor in growth(results).items())
        console.print(f"slower at {results[-1]['cases']:,} than at {results[0]['cases']:,}: {factors}")
    for line in misses(results):
        console.print(f"[yellow]missed[/yellow]  {line}")


def tell(measurements: Mapping[str, Any], *, as_json: bool) -> None:
    """Print the result of a stress test, and end the process: 0 if it passed, else 1."""
    if as_json:
        print(json.dumps(measurements, ensure_ascii=False))
    else:
        for name, value in measurements.items():
            print(f"{name.replace('_', ' ')}: {value}")
    sys.exit(0 if measurements["is_clean"] else 1)
