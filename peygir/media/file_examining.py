"""Examines one document or recording: the child process of `examining.examine`.

Run as `python -m peygir.media.file_examining MEGABYTES SECONDS MEDIA_TYPE` with the file on standard input; answers one
line of JSON: the findings, and the length of a recording in seconds.
"""

import json
import sys
from typing import Final

from peygir.core.child import TOO_MUCH, stay_within
from peygir.media.file_findings import LONG_SECONDS, FileFinding
from peygir.media.pdf_findings import pdf_findings
from peygir.media.sound_lengths import is_video, seconds_of

PDF: Final = "application/pdf"
_MOST_SECONDS: Final = 1_000_000  # a file may state any number


def main() -> int:
    """Examine the file on standard input."""
    (media_type,) = stay_within(sys.argv[1:])
    data = sys.stdin.buffer.read()
    try:
        findings, seconds = (pdf_findings(data), None) if media_type == PDF else _of_sound(data, media_type)
    except MemoryError:
        return TOO_MUCH
    sys.stdout.write(json.dumps({"findings": findings, "seconds": seconds}))
    sys.stdout.flush()
    return 0


def _of_sound(data: bytes, media_type: str) -> tuple[tuple[FileFinding, ...], int | None]:
    seconds = seconds_of(data, media_type)
    if seconds is None:
        return (FileFinding.DAMAGED,), None
    findings = {FileFinding.VIDEO: is_video(data, media_type), FileFinding.LONG: seconds > LONG_SECONDS}
    length = min(round(seconds), _MOST_SECONDS) if seconds else None
    return tuple(finding for finding, is_so in findings.items() if is_so), length


if __name__ == "__main__":
    sys.exit(main())
