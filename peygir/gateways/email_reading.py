"""Parses one email: the child process of `inbound_email.open_email`.

Run as `python -m peygir.gateways.email_reading MEGABYTES SECONDS OURS` with the email on standard input; answers one
line of JSON and the files. The standard library's parsers of mail and of HTML raise undocumented errors (an HTML
body of six characters is enough), and take long over headers of some hundred kilobytes.
"""

import json
import sys
from dataclasses import asdict
from typing import Final

from peygir.core.child import TOO_MUCH, stay_within
from peygir.gateways.inbound_email import read_email

EXIT_UNREADABLE: Final = 4


def main() -> int:
    """Read the email on standard input; the exit code says whether it could be parsed."""
    (ours,) = stay_within(sys.argv[1:])
    try:
        facts = asdict(read_email(sys.stdin.buffer.read(), ours=ours))
        files = facts.pop("files")
        head = json.dumps(facts | {"files": [len(file) for file in files]}).encode()
    except MemoryError:
        return TOO_MUCH
    except Exception:
        return EXIT_UNREADABLE
    sys.stdout.buffer.write(head + b"\n" + b"".join(files))
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
