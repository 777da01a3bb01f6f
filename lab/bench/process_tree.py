"""The processes below a process, as the kernel lists them."""

from collections.abc import Iterator
from pathlib import Path


def below(pid: int) -> list[int]:
    """Return all living descendants of a process."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError, IndexError):
                continue
            parents.setdefault(parent, []).append(int(entry.name))
    return list(_descend(pid, parents))


def _descend(pid: int, parents: dict[int, list[int]]) -> Iterator[int]:
    for child in parents.get(pid, []):
        yield child
        yield from _descend(child, parents)
