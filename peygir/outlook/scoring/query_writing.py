"""Writes the queries of all indicators: the child process of `query_texts.query_texts`.

Run as `python -m peygir.outlook.scoring.query_writing MEGABYTES SECONDS`; answers one line of JSON,
[[code, version, query], …]. Compiling them loads Ibis, which would make each process of the web larger for good.
"""

import json
import sys

from peygir.core.child import stay_within
from peygir.outlook.scoring.catalogue import VERSIONS
from peygir.outlook.scoring.indicator import sql_of


def main() -> int:
    """Write every version of every indicator as PostgreSQL is asked for it."""
    stay_within(sys.argv[1:])
    texts = [[code, version, sql_of(indicator)] for (code, version), indicator in VERSIONS.items()]
    sys.stdout.write(json.dumps(texts) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
