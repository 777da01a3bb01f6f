"""The answer to the commands of a device, for JSON."""

from collections.abc import Sequence

from peygir.core import clock
from peygir.core.json_values import number_in, text_in
from peygir.core.moments import written
from peygir.journey.sync.actions import CommandResult


def result_body(results: Sequence[CommandResult]) -> dict[str, object]:
    """Return the body of the answer: one entry for each command, and the server's time."""
    return {"results": [_entry(result) for result in results], "received_at": written(clock.now())}


def _entry(result: CommandResult) -> dict[str, object]:
    return {
        "uuid": str(result.uuid),
        "result": result.result,
        "known": result.known,
        "code": result.code,
        "version": number_in(result.answer, "version"),
        "fields": list(result.fields),
        "photos": list(result.photos),
        "has_gap": result.has_gap,
        "choice": result.choice,
        "error": text_in(result.answer, "error"),
        "fa": text_in(result.answer, "fa"),
        "en": text_in(result.answer, "en"),
    }
