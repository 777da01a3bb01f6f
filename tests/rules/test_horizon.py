"""Whoever reads a table by the horizon sees every committed id exactly once, in whatever order they commit."""

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from peygir.storage.horizon import MOST_GAPS, Horizon


@dataclass
class Table:
    """A table as PostgreSQL shows it: ids are drawn at once, rows are seen when their transaction has ended well."""

    next_id: int = 1
    next_xid: int = 100
    running: dict[int, list[int]] = field(default_factory=dict)  # xid → ids drawn
    committed: set[int] = field(default_factory=set)

    def begin(self) -> int:
        """A transaction that has written something, and so has its number."""
        self.running[self.next_xid] = []
        self.next_xid += 1
        return self.next_xid - 1

    def draw(self, xid: int) -> None:
        """One more row."""
        self.running[xid].append(self.next_id)
        self.next_id += 1

    def end(self, xid: int, *, well: bool) -> None:
        """Commit or roll back."""
        ids = self.running.pop(xid)
        self.committed |= set(ids) if well else set()

    def look(self, horizon: Horizon) -> list[int]:
        """What one look of the reader shows, handed to the horizon."""
        shown = [one for one in self.committed if one > horizon.top or one in horizon.gaps]
        return horizon.take(shown, xmin=min(self.running, default=self.next_xid), xmax=self.next_xid)


STEPS = st.lists(
    st.tuples(st.sampled_from(["begin", "draw", "commit", "roll back", "look"]), st.integers(0, 5)), max_size=120
)


@given(STEPS)
def test_every_committed_id_comes_once(steps: list[tuple[str, int]]) -> None:
    table, horizon, seen = Table(), Horizon(), list[int]()
    for what, which in steps:
        running = sorted(table.running)
        if what == "begin":
            table.begin()
        elif what == "look":
            seen += table.look(horizon)
            # What is below the settled place is all there is, for ever.
            assert {one for one in table.committed if one <= horizon.settled} <= set(seen)
            assert not [one for ids in table.running.values() for one in ids if one <= horizon.settled]
        elif running:
            xid = running[which % len(running)]
            if what == "draw":
                table.draw(xid)
            else:
                table.end(xid, well=what == "commit")
    for xid in sorted(table.running):
        table.end(xid, well=True)
    seen += table.look(horizon)
    assert sorted(seen) == sorted(table.committed)
    assert not horizon.gaps
    assert horizon.settled == horizon.top


def test_a_gap_is_waited_for_until_its_writer_has_ended() -> None:
    horizon = Horizon()
    assert horizon.take([2], xmin=10, xmax=12) == [2]
    assert (horizon.settled, horizon.gaps) == (0, {1: 12})
    assert horizon.take([], xmin=11, xmax=13) == []
    assert horizon.settled == 0
    assert horizon.take([1], xmin=13, xmax=13) == [1]
    assert horizon.settled == 2


def test_what_was_rolled_back_is_waited_for_no_longer() -> None:
    horizon = Horizon()
    horizon.take([3], xmin=10, xmax=12)
    horizon.take([], xmin=12, xmax=15)
    assert horizon.settled == 3


def test_a_load_of_a_whole_city_does_not_fill_the_memory() -> None:
    horizon = Horizon()
    horizon.take([10_000_000], xmin=1, xmax=5)
    assert len(horizon.gaps) <= MOST_GAPS
