"""What a change by two people does once the second person has confirmed it."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from peygir.cases.facts import CaseFacts
from peygir.city.actions import check_terms, set_terms, take_back_decision
from peygir.city.queries import day_of
from peygir.core import clock
from peygir.desks.objections.actions import check_answer_days, set_answer_days
from peygir.history.record.actions import check_witness, end_witness, register_witness
from peygir.journey.retention.holding import lift
from peygir.journey.two_person_calendar import carry_days, carry_office_hours
from peygir.people.actions.agreed_keys import carry_key
from peygir.people.actions.directory_groups import checked_group_lines, set_group_lines
from peygir.people.actions.retention_times import check_lift, check_retention, set_retention
from peygir.people.actions.two_person_changes import Carry, confirm_change, propose_change
from peygir.people.change_kinds import TwoPersonKind
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.people.two_person_queries import change_by_two

LONGEST_SUBJECT: Final = 120


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


def propose_promise_hours(
    city_id: int,
    topics: Collection[str],
    *,
    terms: Mapping[str, Decimal | str | None],
    since: date,
    why: str,
    by: Actor,
) -> int:
    """Propose other hours of topics (see `set_terms`) from a day on; returns the id of the proposal.

    Raises what `check_terms` and `propose_change` do.
    """
    check_terms(city_id, topics, terms=terms, since=since)
    content = {
        "topics": sorted(topics),
        "terms": {name: value if value is None else str(value) for name, value in sorted(terms.items())},
        "since": since.isoformat(),
    }
    subject = " ".join(sorted(topics))[:LONGEST_SUBJECT]
    return propose_change(city_id, TwoPersonKind.PROMISE_HOURS, subject, content, why=why, by=by)


def propose_answer_days(city_id: int, level: str, *, days: int, since: date, why: str, by: Actor) -> int:
    """Propose in how many working days a level answers objections from a day on; returns the id of the proposal.

    Raises what `check_answer_days` and `propose_change` do.
    """
    check_answer_days(city_id, level, days=days, since=since, today=day_of(city_id, clock.now()))
    content = {"level": level, "days": days, "since": since.isoformat()}
    return propose_change(city_id, TwoPersonKind.OBJECTION_DAYS, level, content, why=why, by=by)


def propose_lifting(case: CaseFacts, hold_id: int, *, why: str, by: Actor) -> int:
    """Propose to lift a hold of a case, after which its data may be erased; returns the id of the proposal.

    Raises what `check_lift` and `propose_change` do.
    """
    check_lift(hold_id, case_id=case.pk, by=by)
    content = {"hold": hold_id, "code": case.code}
    kind = TwoPersonKind.HOLD_LIFT
    return propose_change(case.city_id, kind, str(hold_id), content, why=why, by=by, right=Permission.MANAGE_PEOPLE)


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
        TwoPersonKind.PROMISE_HOURS: lambda content, by: _hours(city_id, content, by),
        TwoPersonKind.CALENDAR: lambda content, by: carry_days(city_id, content, by),
        TwoPersonKind.OFFICE_HOURS: lambda content, by: carry_office_hours(city_id, content, by),
        TwoPersonKind.API_KEY: carry_key,
        TwoPersonKind.OBJECTION_DAYS: lambda content, by: _answer_days(city_id, content, by),
        TwoPersonKind.HOLD_LIFT: lambda content, by: lift(int(str(content["hold"])), by=by),
    }


def _hours(city_id: int, content: Mapping[str, object], by: Actor) -> None:
    if "undoes" in content:
        take_back_decision(city_id, int(str(content["undoes"])), by=str(by))
        return
    topics, stored = content["topics"], content["terms"]
    assert isinstance(topics, list)
    assert isinstance(stored, dict)
    terms = {
        name: Decimal(value) if name.endswith("_hours") and value is not None else value
        for name, value in stored.items()
    }
    since = max(date.fromisoformat(str(content["since"])), day_of(city_id, clock.now()))
    set_terms(city_id, topics, terms=terms, since=since, by=str(by))


def _answer_days(city_id: int, content: Mapping[str, object], by: Actor) -> None:
    today, since = day_of(city_id, clock.now()), date.fromisoformat(str(content["since"]))
    level, days = str(content["level"]), int(str(content["days"]))
    set_answer_days(city_id, level, days=days, since=max(since, today), today=today, by=str(by))


def _nothing(_content: Mapping[str, object], _by: Actor) -> None:
    """Nothing is left to be done in the database."""
