"""Takes citizens' requests about their own data: keeps them, makes the copy, and deletes copies again."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.db import transaction

from peygir.cases import retention as case_data
from peygir.cases.facts import FiledReport
from peygir.centre.contacts import retention as contacted
from peygir.core import clock
from peygir.journey.retention.copy_files import write_copy
from peygir.journey.retention.unwanted import let_go
from peygir.media import files
from peygir.media.scratch import scratch
from peygir.people import retention_queries as kept
from peygir.people.actions.retention_requests import ask_privacy, forget_copy, keep_copy
from peygir.people.privacy_rules import OPEN_STATES, Wish, same_holder_since
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import OUTSIDE_QUEUE

MAKE_COPY: Final = "make_copy"
"""The name of `make_copy` in jobs, whose file is a citizen's request."""


def covered_since(citizen_ids: Collection[int], opened: FiledReport | None = None) -> datetime:
    """The moment from which a request of these citizens covers what is under their phone.

    That is since they are known, and before as long as the phone called without a silence in which a number may get
    a new holder. `opened` is an older report of theirs whose tracking code they gave.
    """
    citizens = kept.citizens_behind(citizen_ids)
    known = case_data.known_since(citizens, now=clock.now(), opened=opened)
    calls = contacted.calls_of_phones(kept.phones_of(citizens))
    return same_holder_since([(known, known), *((at, at) for at in calls)], at=known)


def ask_for_data(
    city_id: int,
    wish: Wish,
    *,
    phone: str,
    citizen_ids: Collection[int],
    session: str,
    language: str,
    with_open: bool = False,
    opened: FiledReport | None = None,
) -> int:
    """Keep a citizen's request; a copy is made by a job at once. Raises what `ask_privacy` raises.

    `opened`: see `covered_since`.
    """
    with transaction.atomic():
        request_id = ask_privacy(
            city_id,
            wish,
            phone=phone,
            citizen_ids=citizen_ids,
            session=session,
            language=language,
            with_open=with_open,
            since=covered_since(citizen_ids, opened),
        )
        if wish == Wish.EXPORT:
            add_jobs(MAKE_COPY, [request_id], queue=OUTSIDE_QUEUE)
    return request_id


def make_copy(request_id: int) -> None:
    """Make the copy of a request's data and keep it for its hours; a request that is over is left alone.

    The file is stored as a raw upload, so the nightly clean-up deletes one that a crash leaves without its row.
    """
    request = kept.privacy_request(request_id)
    if request is None or request.wish != Wish.EXPORT or request.state not in OPEN_STATES:
        return
    with TemporaryDirectory(dir=scratch()) as folder:
        path = Path(folder, "copy.zip")
        write_copy(request, path)
        name = files.save_own(path, "raw")
    if not keep_copy(request_id, name):
        files.delete(name)


def delete_copy(request_id: int) -> None:
    """Delete a copy whose time is over, file and name; the request forgets its phone."""
    with transaction.atomic():
        let_go([forget_copy(request_id)])
