"""Answer templates: what may stand in them, who writes them, and that a gap is never sent as code."""

import pytest
from hypothesis import given

from peygir.core.refusals import Refusal
from peygir.desks.answers.template_rules import (
    DEFAULTS,
    MAX_BODY,
    TemplateLanguageIsUnknown,
    TemplateVerbIsUnknown,
    check_template,
    filled,
    may_write_template,
)
from peygir.desks.answers.texts import BracesAreWrong, MessageIsTooLong, TextHasUnknownVariable, TextIsEmpty
from peygir.people.roles import Role
from peygir.people.rules import Actor
from tests.rules.strategies import actors


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"verb": "accept"}, TemplateVerbIsUnknown),
        ({"language": "de"}, TemplateLanguageIsUnknown),
        ({"title": " "}, TextIsEmpty),
        ({"body": "‌ "}, TextIsEmpty),
        ({"body": "x" * (MAX_BODY + 1)}, MessageIsTooLong),
        ({"body": "{code}"}, TextHasUnknownVariable),  # each reporter has a code of their own
        ({"body": "{topic"}, BracesAreWrong),
        ({"body": "{topic:>99999}"}, BracesAreWrong),
    ],
)
def test_what_cannot_be_filled_in_is_refused(given: dict[str, str], refusal: type[Refusal]) -> None:
    whole = {"verb": "finish", "language": "fa", "title": "انجام شد", "body": "کار {topic} انجام شد."}
    check_template(**whole)
    with pytest.raises(refusal):
        check_template(**(whole | given))


@pytest.mark.parametrize("row", DEFAULTS)
def test_what_ships_can_be_filled_in(row: tuple[str, str, str, str]) -> None:
    check_template(*row)
    assert "{" not in filled(row[3], {})


def test_an_unknown_value_is_seen() -> None:
    assert filled("در {place} بودیم", {"place": ""}) == "در … بودیم"


@given(actors())
def test_managers_write_their_own_and_the_leads_all(actor: Actor) -> None:
    may_all = actor.is_system or actor.role in (Role.SUPERVISOR, Role.ADMIN)
    assert may_write_template(actor, None) == may_all
    assert may_write_template(actor, 1) == (may_all or (actor.role == Role.MANAGER and actor.unit_id == 1))
