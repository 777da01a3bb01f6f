"""What a change by two people does once the second person has confirmed it."""

from collections.abc import Mapping
from datetime import date

from peygir.city.queries import day_of
from peygir.core import clock
from peygir.history.record.actions import check_witness, end_witness, register_witness
from peygir.people.actions.directory_groups import checked_group_lines, set_group_lines
from peygir.people.actions.retention_times import check_retention, set_retention
from peygir.people.actions.two_person_changes import Carry, confirm_change, propose_change
from peygir.people.change_kinds import TwoPersonKind
from peygir.people.rules import Actor
from peygir.people.two_person_queries import change_by_two


def propose_witness(
    city_id: int, *, kind: str, name_fa: str, name_en: str, key: str, address: str, why: str, by: Actor
) -> int:
    """Propose a witness of the public record; returns the id of the proposal.

    Raises what `check_witness` and `propose_change` do.
    """
    content = {
        "kind": kind,
        "name_fa": " ".join(name_fa.split()),
        "name_en": " ".join(name_en.split()),
        "key": key.strip(),
        "address": address.strip(),
    }
    check_witness(**content)
    return propose_change(
        city_id, TwoPersonKind.WITNESS, content["key"].partition("+")[0][:120], content, why=why, by=by
    )


def propose_retention(city_id: int, kind: str, *, months: int, since: date, why: str, by: Actor) -> int:
    """Propose how long a kind of personal data is kept from a day on; returns the id of the proposal.

    Raises what `check_retention` and `propose_change` do.
    """
    check_retention(city_id, kind, months=months, since=since, today=day_of(city_id, clock.now()), by=by)
    content = {"kind": kind, "months": months, "since": since.isoformat()}
    return propose_change(city_id, TwoPersonKind.RETENTION, kind, content, why=why, by=by)


def propose_groups(city_id: int, text: str, *, why: str, by: Actor) -> int:
    """Propose what the groups of the directory give; returns the id of the proposal.

    Raises what `checked_group_lines` and `propose_change` do.
    """
    content = {"lines": checked_group_lines(text)}
    return propose_change(city_id, TwoPersonKind.GROUPS, "groups", content, why=why, by=by)


def confirm_two_person_change(city_id: int, change_id: int, *, shown: str, by: Actor) -> bool:
    """Confirm a change, and carry it out; returns whether that is left to a command on the server.

    Raises what `confirm_change` does, and what refuses the change itself.
    """
    change = change_by_two(city_id, change_id)
    carry = _carriers(city_id).get(change.kind, _nothing) if change is not None else _nothing
    return confirm_change(city_id, change_id, shown=shown, by=by, carry=carry)


def _carriers(city_id: int) -> Mapping[str, Carry]:
    def witness(content: Mapping[str, object], _by: Actor) -> None:
        register_witness(**{name: str(value) for name, value in content.items()}, now=clock.now())

    def witness_ends(content: Mapping[str, object], _by: Actor) -> None:
        end_witness(int(str(content["witness"])), now=clock.now())

    def retention(content: Mapping[str, object], by: Actor) -> None:
        today, since = day_of(city_id, clock.now()), date.fromisoformat(str(content["since"]))
        kind, months = str(content["kind"]), int(str(content["months"]))
        # The day may have passed while the proposal waited.
        set_retention(city_id, kind, months=months, since=max(since, today), today=today, by=by)

    def groups(content: Mapping[str, object], _by: Actor) -> None:
        set_group_lines(str(content["lines"]))

    return {
        TwoPersonKind.GROUPS: groups,
        TwoPersonKind.WITNESS: witness,
        TwoPersonKind.WITNESS_END: witness_ends,
        TwoPersonKind.RETENTION: retention,
    }


def _nothing(_content: Mapping[str, object], _by: Actor) -> None:
    """Nothing is left to be done in the database."""
