"""Writes docs/metrics.md from the checks and metrics of the health page."""

from pathlib import Path
from typing import Final

PAGE: Final = "docs/metrics.md"
HEAD: Final = """\
# Metrics

`/metrics` gives these values in the text format of Prometheus, to a program that sends `Authorization: Bearer` with
`PEYGIR_HEALTH_TOKEN`, and to staff who look after the system. Any web process answers for the whole city: ask one of
them through the proxy. What lies in this machine's files (`disk_free`, `backup_age`, `log_age`, `drill_age`,
`is_unprivileged`) and `live` are those of the machine that answers: ask each machine for them. A value that does not
apply (no backup was ever made, no replica is set) is left out. All are gauges but those of
[responses](#responses).

[`packaging/monitoring`](../packaging/README.md#monitoring) has the scrape configuration, the alerts and a Grafana
dashboard. This page is written from `peygir/web/kit/health_words.py` (`./run check --fix`); a test compares it with
what `/metrics` gives.

## `peygir_well{check="…"}`

1: the check passes, 0: it fails. `/health` responds 503 while one is 0.

| check | 1 | 0 |
|---|---|---|
"""
FIGURES_HEAD: Final = """
## The metrics behind the checks

| metric | value |
|---|---|
"""
INFO: Final = "| `peygir_info` | Always 1; its label `version` names the version that runs |\n"
RESPONSES_HEAD: Final = """
## Responses

What the web processes of the machine that answers have counted since they were started: ask each machine for its
own, also where there is one alone (the job `peygir-machines`). A worker counts in memory that it shares through a file
of the home (`doing/requests-…`), so any of them answers for all.

| metric | type | value |
|---|---|---|
"""


def page(root: Path) -> str:
    """Return the text of the whole page; Django's settings must be named in the environment."""
    from peygir.web.kit.health_words import FIGURES, RESPONSES, SECONDS, WORDS

    del root
    checks = [f"| `{name}` | {passed} | {failed} |\n" for name, (passed, failed) in WORDS.items()]
    figures = [f"| `peygir_{name}` | {label} |\n" for name, label in FIGURES.items()]
    responses = [
        f"| `peygir_http_responses_total` | counter | {RESPONSES} (`status`: `2xx`, `4xx` …) |\n",
        f"| `peygir_http_seconds` | histogram | {SECONDS}: `_bucket` by `le`, `_count`, `_sum` |\n",
    ]
    return "".join([HEAD, *checks, FIGURES_HEAD, INFO, *figures, RESPONSES_HEAD, *responses])


def check(root: Path, *, fix: bool = False) -> list[str]:
    """Return [PAGE] if the page is out of date; with `fix` it is rewritten, and the list is empty."""
    path, right = root / PAGE, page(root)
    if path.exists() and path.read_text(encoding="utf-8") == right:
        return []
    if fix:
        path.write_text(right, encoding="utf-8")
        return []
    return [PAGE]
