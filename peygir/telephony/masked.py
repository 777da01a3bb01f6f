"""Events of calls that connect a crew with a reporter: they become no contacts, and no number is kept of them."""

from peygir.desks.fieldwork.actions import masked_calls
from peygir.gateways.ami import facts
from peygir.gateways.ami.facts import Fact

MASKED = masked_calls.MASKED


def hear_masked(fact: Fact) -> None:
    """Record what became of a call: the crew's phone answered, then the reporter's, or why not, and its end."""
    if isinstance(fact, facts.Originated) and fact.is_good:
        masked_calls.note_masked_answer(fact.key, at=fact.at)
    elif isinstance(fact, facts.Originated):
        masked_calls.fail_masked_call(fact.key, text=fact.words, at=fact.at)
    elif isinstance(fact, facts.Answered):
        masked_calls.note_reporter_reached(fact.key, at=fact.at)
    elif isinstance(fact, facts.NotReached | facts.FirstLegFailed):
        masked_calls.note_masked_reason(fact.key, text=fact.words)
    elif isinstance(fact, facts.Ended):
        masked_calls.end_masked_call(fact.key, at=fact.at)
