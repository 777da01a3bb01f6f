"""A progress bar with rate and remaining time, for long work in a command."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

SPEED_OVER: Final = 60.0  # seconds over which the rate is measured


class _Rate(ProgressColumn):
    """A column with the rate per second."""

    def render(self, task: Task) -> Text:
        """Return the rate of the last minute, or of the whole run when it is finished."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f}/s" if speed else "", style="progress.data.speed")


@contextmanager
def bar(label: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error; yields a function that takes how many of `total` are done by now.

    `total` is None while it is not known.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, refresh_per_second=2, speed_estimate_period=SPEED_OVER) as progress:
        task = progress.add_task(label, total=total)
        yield lambda done: progress.update(task, completed=done)
