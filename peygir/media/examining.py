"""Examines a stored document or recording in a child process, for what staff should know before they open it."""

import json
from typing import Final

from peygir.core.child import ChildFailed, ChildLimits, run_child
from peygir.media import files
from peygir.media.file_findings import ExaminedFile, FileFinding

_CHILD: Final = "peygir.media.file_examining"
_LIMITS: Final = ChildLimits(megabytes=512, seconds=20, answer_megabytes=1)


def examine(name: str, media_type: str) -> ExaminedFile:
    """Examine the stored file `name`; one on which the examination fails is told of as damaged, or as huge.

    It takes part of a second, so call it outside transactions. Raises FileIsMissing, and ChildWasKilled if the machine
    had no room for it just now.
    """
    try:
        answer = json.loads(run_child(_CHILD, media_type, data=files.read(name), limits=_LIMITS))
    except ChildFailed as failure:
        return ExaminedFile((FileFinding.HUGE if failure.is_over_limit else FileFinding.DAMAGED,))
    return ExaminedFile(tuple(map(FileFinding.of, answer["findings"])), answer["seconds"])
