"""Events of the agendas of the council's sessions, beside those of `planning`."""

from peygir.history.catalogue import EventData, event


@event("agenda_question_added", file="sitting", ends=True)
class AgendaQuestionAdded(EventData):
    """A question about a problem (the id of its answer) became an item (an id) of the agenda."""

    item: int
    answer: int


@event("agenda_ordered", file="sitting", ends=True)
class AgendaOrdered(EventData):
    """The agenda was put into another order: the items (ids) from the first to the last."""

    items: list[int]


@event("agenda_item_removed", file="sitting", ends=True)
class AgendaItemRemoved(EventData):
    """An item (an id) was taken off the agenda; its proposal or question waits for another session."""

    item: int
