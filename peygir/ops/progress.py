"""A small progress line for the set-up, which runs before any library is installed."""

import sys
import threading
from types import TracebackType
from typing import TextIO

from peygir.core import clock

BAR_WIDTH = 24
TERMINAL_EVERY = 0.2
PLAIN_EVERY = 5.0
PATIENCE = 1.0


class Progress:
    """Shows `label [####....] 12/60` while a step runs; nothing at all for a step that ends at once.

    On a terminal one line is redrawn; elsewhere (a log) a fresh line is printed every few seconds.
    """

    def __init__(self, label: str, total: int = 0, *, stream: TextIO | None = None) -> None:
        self.label = label
        self.total = total
        self.done = 0
        self._stream = stream or sys.stderr
        self._is_terminal = self._stream.isatty()
        self._began = clock.monotonic()
        self._was_shown = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._draw_until_over, daemon=True)

    def __enter__(self) -> "Progress":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        if not self._was_shown:
            return
        if kind is None:
            self.done = self.total
            self._draw(end="  ✓\n")
        else:
            self._stream.write("\n")

    def step(self) -> None:
        """Count one more of `total`."""
        self.done = min(self.done + 1, self.total) if self.total else self.done + 1

    def _draw_until_over(self) -> None:
        if self._over.wait(PATIENCE):
            return
        self._was_shown = True
        while True:
            self._draw(end="" if self._is_terminal else "\n")
            if self._over.wait(TERMINAL_EVERY if self._is_terminal else PLAIN_EVERY):
                return

    def _draw(self, *, end: str) -> None:
        seconds = int(clock.monotonic() - self._began)
        start = "\r\033[K" if self._is_terminal else ""
        if self.total:
            filled = BAR_WIDTH * self.done // self.total
            bar = "█" * filled + "░" * (BAR_WIDTH - filled)
            state = f"{bar} {self.done}/{self.total}"
        else:
            state = "…"
        try:
            self._stream.write(f"{start}  {self.label:<34} {state}  {seconds // 60}:{seconds % 60:02}{end}")
            self._stream.flush()
        except UnicodeEncodeError:  # a terminal that knows only ASCII
            self._stream.write(f"  {self.label} {self.done}/{self.total} {seconds}s\n")
