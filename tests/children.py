"""A child process for tests/rules/test_child.py: answers, or goes wrong in the way that its first argument names."""

import contextlib
import json
import os
import sys
import time
from pathlib import Path

from peygir.core.child import TOO_MUCH, stay_within


def main() -> int:
    """Do what is asked for; the exit code says how it went."""
    how, *rest = stay_within(sys.argv[1:])
    match how:
        case "echo":
            sys.stdout.buffer.write(sys.stdin.buffer.read())
        case "lines":
            print(0, 1, 2, sep="\n")
        case "endless":
            number = 0
            while True:
                print(number, flush=True)
                number += 1
        case "flood":
            while True:
                sys.stdout.buffer.write(b"x" * 65_536)
        case "shout":
            sys.stdout.buffer.write(b"x" * int(rest[0]) + b"\n")
            sys.stderr.buffer.write(b"x" * 10_000_000)
        case "descriptors":
            print(json.dumps(_open_descriptors()))
        case "environment":
            print(json.dumps(sorted(os.environ)))
        case "write":
            Path(rest[0]).write_bytes(b"x")
        case "memory":
            try:
                bytearray(4 * 1024**3)
            except MemoryError:
                return TOO_MUCH
        case "loop":
            while True:
                pass
        case "sleep":
            time.sleep(60)
        case "signal":
            os.kill(os.getpid(), int(rest[0]))
    return 0


def _open_descriptors() -> dict[str, str]:
    """What is open: descriptor → what it leads to."""
    open_here = {}
    for descriptor in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # of the listing itself
            open_here[descriptor.name] = str(descriptor.readlink())
    return open_here


if __name__ == "__main__":
    sys.exit(main())
