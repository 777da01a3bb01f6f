"""Writes the lake of the test town in a process of its own, which kills itself after so many files."""

import os
import signal
import sys

import django


def main() -> None:
    """`python -m tests.lake_process FILES` writes the home's lake, and dies by SIGKILL after so many files."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "peygir.settings"
    django.setup()
    from peygir.journey.lake import write_lake_now

    left = int(sys.argv[1])

    def count(_table: str, _rows: int) -> None:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    write_lake_now(is_whole=False, progress=count)


if __name__ == "__main__":
    main()
