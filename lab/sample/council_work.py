"""A decision of the council of a city that is being served: the proposal that was sent last is approved in a session.

`python -P -m lab.sample.council_work NUMBER` makes the session with this number, holds it, and prints the id of the
proposal. PEYGIR_HOME names the city.
"""

import sys
from typing import Final

from peygir.core import clock

FOR: Final = 9


def approve_latest(number: str) -> int:
    """Put the latest proposal before the council on the agenda of a new session, and approve it; returns its id."""
    from lab.sample.city_council import SECRETARY
    from lab.sample.inspections import person
    from peygir.city import queries as city
    from peygir.outlook.planning import actions
    from peygir.outlook.planning.actions.council import DecisionTerms, SessionTerms
    from peygir.outlook.planning.models import Proposal

    proposal, by = Proposal.objects.filter(state="sent").latest("state_at"), person(SECRETARY)
    terms = SessionTerms(number=number, held_on=city.day_of(proposal.city_id, clock.now()))
    session_id = actions.make_session(proposal.city_id, terms, by=by)
    item_id = actions.add_to_agenda(session_id, proposal.pk, by=by)
    actions.move_session(session_id, "hold", by=by)
    decision = DecisionTerms(outcome="approved", votes_for=FOR, votes_against=1, votes_abstained=1)
    actions.record_decision(item_id, decision, by=by)
    return int(proposal.pk)


if __name__ == "__main__":
    from peygir.ops.cli import django_ready

    with django_ready():
        print(approve_latest(sys.argv[1]))
