"""How long the lake of a city of a million cases takes, whole and after a night, and how much memory.

The cases are those of `month_closing`: 24 months of reports, promises, events, verdicts, pauses, surveys and
inspections. A night has two more events in each of 2,000 cases: of three in four that were opened in the last thirty
days, and of one in four of any age, so that every month's files are written anew. Each run is a process of its own.
"""

import json
import resource
import subprocess
from time import perf_counter
from typing import Any, Final

from lab.bench.process import command

UNITS: Final = 40
NIGHT: Final = 2_000
_NIGHT: Final = """
WITH drawn AS (
    (SELECT id FROM cases_case WHERE opened_at > %(now)s::timestamptz - interval '30 days'
        ORDER BY (id * 2654435761) %% 1000003 LIMIT %(recent)s)
    UNION
    (SELECT id FROM cases_case WHERE opened_at <= %(now)s::timestamptz - interval '30 days'
        ORDER BY (id * 2654435761) %% 1000003 LIMIT %(older)s)
)
SELECT array_agg(id) FROM drawn
"""


def main(cases: str) -> None:
    """Run the step: fill the city, write the lake whole, let a night pass, write it again, and print the figures."""
    from django.conf import settings

    from lab.bench import month_city, month_closing
    from peygir.city.queries import current_city
    from peygir.ops.roles import as_owner

    with as_owner():
        month_city.add_units(settings.CITY, UNITS)
    began = perf_counter()
    month_closing.fill_city(int(cases), current_city(settings.CITY).id)
    figures = {"cases": int(cases), "fill_s": round(perf_counter() - began, 1)}
    figures |= {f"whole_{name}": value for name, value in _in_a_process("--whole").items()}
    with as_owner():
        figures["night_events"] = pass_night()
    figures |= {f"night_{name}": value for name, value in _in_a_process("").items()}
    print(json.dumps(figures))


def pass_night() -> int:
    """Store two more events in each case of a night; call it as the tables' owner. Returns how many events."""
    from django.db import connection

    from lab.bench.month_closing import NOW
    from lab.bench.month_filling import insert_rows

    older = NIGHT // 4
    with connection.cursor() as cursor:
        cursor.execute(_NIGHT, {"now": NOW, "recent": NIGHT - older, "older": older})
        (ids,) = cursor.fetchone()
        cursor.execute("CREATE TEMPORARY TABLE night AS SELECT unnest(%s::bigint[]) AS id", [ids])
    for number, kind in ((7, "case_returned"), (8, "case_referred")):
        columns = {
            "file": "'case'",
            "file_id": "id",
            "number": str(number),
            "kind": f"'{kind}'",
            "at": f"'{NOW.isoformat()}'::timestamptz",
            "by": "'system'",
            "body": """'{"data":{}}'""",
        }
        insert_rows("history_event", columns, "FROM night")
    return 2 * len(ids)


def _in_a_process(whole: str) -> dict[str, Any]:
    done = subprocess.run(command("lake-write", whole), stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def write(whole: str) -> None:
    """Bring the lake up to date, or write it anew, and print seconds, MiB of memory, files and rows."""
    from peygir.journey.lake import write_lake_now

    began = perf_counter()
    done = write_lake_now(is_whole=whole == "--whole", progress=lambda table, rows: None)
    figures = {
        "s": round(perf_counter() - began, 2),
        "mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "files": done.files,
        "rows": sum(done.manifest.rows_of(name) for name in done.manifest.tables),
    }
    print(json.dumps(figures))
