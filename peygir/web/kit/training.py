"""The first tasks of each role in the training sandbox, ticked by what the learner really did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.urls import reverse

from peygir.core.sandbox import made_at
from peygir.core.translation import Text
from peygir.history.queries import kinds_done_by
from peygir.web.kit.training_offices import OFFICE_TASKS
from peygir.web.kit.training_tasks import DESK_TASKS, TrainingTask

TASKS: Final[Mapping[str, tuple[TrainingTask, ...]]] = {**DESK_TASKS, **OFFICE_TASKS}
"""The tasks by role; a role without any has no panel."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as the panel shows it."""

    label: Text
    href: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class TrainingPanel:
    """The tasks of a role, and how many of them are done."""

    lines: Sequence[TaskLine]

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(line.is_done for line in self.lines)


def training_panel(staff_id: int, role: str) -> TrainingPanel | None:
    """Return the panel of a member of staff; None outside a sandbox, or for a role without tasks. One statement."""
    tasks = TASKS.get(role, ()) if settings.SANDBOX else ()
    since = made_at(settings.HOME) if tasks else None
    if since is None:
        return None
    done = kinds_done_by(staff_id, {kind for task in tasks for kind in task.kinds}, since=since)
    return TrainingPanel([TaskLine(task.label, reverse(task.page), bool(task.kinds & done)) for task in tasks])
