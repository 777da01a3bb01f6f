"""Deletes stored files that no row names any more: by a job after each erasure, and again every night."""

from collections.abc import Collection, Iterable
from typing import Final

from peygir.assets.queries import pictures_in_use
from peygir.desks.fieldwork import queries as worked
from peygir.desks.intake import queries as intake
from peygir.desks.intake import retention as received
from peygir.journey.sync.queries import photos_in_use
from peygir.media import actions as media
from peygir.media.queries import unwanted_names
from peygir.outlook.panel.due_queries import pictures_of_visits
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import OUTSIDE_QUEUE

DELETE_UNWANTED: Final = "delete_unwanted"
"""The name of `delete_unwanted` in jobs; they have no file."""
_BATCH: Final = 200


def let_go(names: Iterable[str]) -> None:
    """Have files deleted that rows named until now, unless others name them, too; call it in the rows' transaction.

    A job deletes them after the commit: a killed erasure leaves neither a row with a missing file nor a file that
    nothing names, and no transaction waits for a storage on another machine.
    """
    if wanted_no_more := set(names) - {""}:
        media.let_go_of(wanted_no_more)
        plan_deletion()


def plan_deletion() -> None:
    """Add the job that deletes unwanted files."""
    add_jobs(DELETE_UNWANTED, [0], queue=OUTSIDE_QUEUE)


def delete_unwanted(_file_id: int = 0) -> None:
    """Delete all files that are unwanted now, in batches."""
    while names := unwanted_names(_BATCH):
        media.delete_unwanted(names, in_use=_in_use(names))


def _in_use(names: Collection[str]) -> set[str]:
    """Those that a photo, a piece of evidence, a conversation, an unread message, a phone's command or a visit of the
    panel names; equal pictures are shared.
    """
    in_use = received.files_in_use(names) | worked.files_in_use(names) | intake.raw_names(names)
    return in_use | photos_in_use() | pictures_in_use(names) | pictures_of_visits(names)
