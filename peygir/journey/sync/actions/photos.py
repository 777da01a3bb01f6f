"""The photos of a phone's commands: uploaded by themselves, before or after the command that names their SHA-256."""

from dataclasses import replace
from typing import Final

from peygir.cases.commands import BY_COMMAND
from peygir.cases.new_report import NewReport
from peygir.journey.commands import CommandValues
from peygir.journey.sync.bodies import CommandIsNotReadable, values_of, verb_of
from peygir.media import files
from peygir.media.actions import take_equal
from peygir.media.queries import Owner, stored_files
from peygir.storage.receipts.models import DeviceCommand
from peygir.storage.receipts.rules import CONFLICT, WAITING

_MOST_OF_A_MOVE: Final = 1


def lacks_photos(command: DeviceCommand) -> bool:
    """Whether a photo of a command has not arrived yet."""
    return any(not name for _digest, name in command.photos)


def take_photos(command: DeviceCommand, uploaders: Owner) -> None:
    """Write down where the photos of an unsettled command are stored, as far as its sender has uploaded them.

    One that is needed stays stored: `journey.night` asks `sync.queries.photos_in_use`.
    """
    if command.state not in (WAITING, CONFLICT) or not lacks_photos(command):
        return
    for photo in command.photos:
        if not photo[1] and (taken := take_equal(photo[0], owner=uploaders)) is not None:
            photo[1] = taken.name
    command.save(update_fields=["photos"])


def values_with_photos(command: DeviceCommand) -> CommandValues:
    """Return the values of a command on a case, with its photo. Raises CommandIsNotReadable."""
    values = values_of(command.body)
    names = _names(command)
    if not names:
        return values
    if len(names) > _MOST_OF_A_MOVE or "photo" not in BY_COMMAND[verb_of(command.body)].fields:
        raise CommandIsNotReadable(field="photos")
    values["photo"] = files.read(names[0])
    return values


def photo_of(command: DeviceCommand) -> bytes | None:
    """Return the photo of a command that takes one, or None. Raises CommandIsNotReadable for more than one."""
    names = _names(command)
    if len(names) > _MOST_OF_A_MOVE:
        raise CommandIsNotReadable(field="photos")
    return files.read(names[0]) if names else None


def with_photos(report: NewReport, command: DeviceCommand) -> NewReport:
    """Return the report of a command with its photos and files."""
    return replace(report, uploads=stored_files(_names(command)))


def _names(command: DeviceCommand) -> list[str]:
    return [name for _digest, name in command.photos]
