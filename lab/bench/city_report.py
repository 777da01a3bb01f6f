"""How long a report of the city takes to compose, and how much memory: PDF and Excel in every language.

A city of so many cases is made, its lake written, and the report of its busiest month composed in a process of its own,
as the worker does. Goals: twenty seconds for each language, and 300 MB.
"""

import json
import os
import resource
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from lab.bench import homes
from lab.bench.process import figures_of, run_step

CASES: Final = 100_000
SECONDS: Final = 20.0
MEMORY_MB: Final = 300.0


def measured() -> dict[str, Any]:
    """Make the city and its lake, compose a report, and return the measurements.

    `PEYGIR_REPORTED_CASES` gives another number of cases, `PEYGIR_REPORT_KIND` another kind than a year's.
    """
    cases = int(os.environ.get("PEYGIR_REPORTED_CASES", str(CASES)))
    home = homes.make_ready(str(cases), cases)
    run_step("report-lake", home=home)
    kind = os.environ.get("PEYGIR_REPORT_KIND", "year")
    return {"cases": cases, **figures_of("report", kind, home=home)}


def is_good(figures: dict[str, Any]) -> bool:
    """Whether each document is made within its time, and the process within its memory."""
    return bool(figures["pdf_most_s"] <= SECONDS and figures["memory_mb"] <= MEMORY_MB)


def write_the_lake() -> None:
    """Run the step that writes the lake."""
    from peygir.journey.lake import write_lake_now

    write_lake_now(is_whole=True, progress=lambda _month, _rows: None)


def main(kind: str) -> None:
    """Run the step that composes: print seconds, sizes and peak memory as JSON."""
    from datetime import datetime

    from django.utils.translation import override

    from peygir.city.queries import cities, day_of
    from peygir.core.translation import languages
    from peygir.journey.lake import lake_folder
    from peygir.outlook.insight.lake.manifest import read_manifest
    from peygir.outlook.insight.report_facts import CityReportFacts
    from peygir.outlook.insight.report_periods import periods_over
    from peygir.outlook.insight.report_templates import shipped_blocks
    from peygir.web.boards.report_content import report_content
    from peygir.web.boards.report_document import report_pdf
    from peygir.web.boards.report_workbook import report_xlsx
    from peygir.web.kit.answer_words import value_names

    manifest = read_manifest(lake_folder())
    assert manifest is not None
    taken_at = datetime.fromisoformat(manifest.as_of)
    (period,) = periods_over(kind, day_of(cities()[0].id, taken_at), 1)
    blocks = shipped_blocks(kind, languages())
    facts = CityReportFacts(1, kind, period, 1, "ordered", blocks, {}, 1, taken_at, None, None, None, "")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began = perf_counter()
    content = report_content(facts)
    asking_s = perf_counter() - began
    seconds, sizes = [], []
    for language in content.languages:
        with override(language):
            began = perf_counter()
            document = report_pdf(content, value_names())
            seconds.append(perf_counter() - began)
            sizes.append(len(document))
            report_xlsx(content, value_names())
        folder = os.environ.get("PEYGIR_REPORT_FOLDER")
        if folder:
            Path(folder, f"report-{language}.pdf").write_bytes(document)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = {
        "rows": manifest.rows_of("case"),
        "asked_s": round(asking_s, 2),
        "pdf_most_s": round(max(seconds), 2),
        "pdf_kb": round(max(sizes) / 1024),
        "whole_s": round(asking_s + sum(seconds), 2),
        "memory_before_mb": round(before, 1),
        "memory_mb": round(memory, 1),
    }
    print(json.dumps(figures))
