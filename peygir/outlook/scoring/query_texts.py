"""The query by which each indicator is counted, as pages show it: compiled from its definition, not written again."""

import json
from collections.abc import Mapping
from threading import Lock
from typing import Final

from peygir.core.child import ChildFailed, ChildLimits, ChildWasKilled, run_child

LIMITS: Final = ChildLimits(megabytes=2048, seconds=60, answer_megabytes=4)
_MODULE: Final = "peygir.outlook.scoring.query_writing"
_texts: dict[tuple[str, int], str] = {}
_writing = Lock()


def query_texts() -> Mapping[tuple[str, int], str]:
    """Return the query of each indicator by code and version, in the SQL of PostgreSQL.

    The first call in a process takes some seconds. Where the machine has no room for it just now there are none.
    """
    with _writing:
        if not _texts:
            try:
                answer = run_child(_MODULE, data=b"", limits=LIMITS)
            except (ChildFailed, ChildWasKilled):
                return {}
            _texts.update({(code, version): text for code, version, text in json.loads(answer)})
    return _texts
