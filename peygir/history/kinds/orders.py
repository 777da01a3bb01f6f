"""Events of work orders, crews, checklists and maintenance rules.

`unit`, `crew`, `case` and the like are ids; days are ISO 8601. `note` is the salted digest of the words that are kept
beside the event, where there are any.
"""

from dataclasses import dataclass

from peygir.history.catalogue import ABSENT, EventData, event


@dataclass(frozen=True, kw_only=True)
class OrderEvent(EventData):
    """An event of a work order."""

    note: str = ABSENT


@dataclass(frozen=True, kw_only=True)
class OrderMoveEvent(OrderEvent):
    """An event that takes a work order from one state to another."""

    from_: str
    to: str


@event("work_order_made", file="work_order", ends=True)
class OrderMade(OrderEvent):
    """A work order was made, for these cases, for an asset, or by a rule of planned maintenance."""

    number: str
    unit: int
    cases: list[int]
    asset: int = ABSENT
    rule: int = ABSENT


@event("work_order_changed", file="work_order", touches="details", ends=True)
class OrderChanged(OrderEvent):
    """What is said of the work was changed: the names of the fields."""

    fields: list[str]


@event("work_order_case_added", file="work_order", touches="cases", ends=True)
class OrderCaseAdded(OrderEvent):
    """A case was added."""

    case: int


@event("work_order_case_left", file="work_order", touches="cases", ends=True)
class OrderCaseLeft(OrderEvent):
    """A case is no longer part of the order: `why` is of `fieldwork.order_states.CaseLeftWhy`."""

    case: int
    why: str


@event("work_order_planned", file="work_order", touches="state plan", ends=True)
class OrderPlanned(OrderMoveEvent):
    """The order was given to a crew or a contract for a day."""

    crew: int | None
    contract: int | None
    on: str
    day_part: str
    position: int | None


@event("work_order_unplanned", file="work_order", touches="state plan", ends=True)
class OrderUnplanned(OrderMoveEvent):
    """The order was taken from its crew or contract and has no day."""


@event("work_order_locked", file="work_order", touches="lock", ends=True)
class OrderLocked(OrderEvent):
    """Planning leaves the order's crew, day and position as they are, or (`is_locked` false) may change them again."""

    is_locked: bool


@event("work_order_sent", file="work_order", touches="state", ends=True)
class OrderSent(OrderMoveEvent):
    """The order was sent to its crew or contractor."""


@event("work_order_recalled", file="work_order", touches="state", ends=True)
class OrderRecalled(OrderMoveEvent):
    """The order was taken back before anybody had begun."""


@event("work_order_started", file="work_order", touches="state", ends=True)
class OrderStarted(OrderMoveEvent):
    """The work has begun."""


@event("work_order_step_checked", file="work_order", touches="steps", ends=True)
class OrderStepChecked(OrderEvent):
    """A step of the checklist was done, or (`is_done` false) was not after all; `step` is its position."""

    step: int
    is_done: bool


@event("work_order_material_used", file="work_order", touches="materials", ends=True)
class OrderMaterialUsed(OrderEvent):
    """Material was used."""

    material: int


@event("work_order_material_removed", file="work_order", touches="materials", ends=True)
class OrderMaterialRemoved(OrderEvent):
    """An entry of material was wrong and was removed."""

    material: int


@event("work_order_result", file="work_order", touches="results", ends=True)
class OrderResultGiven(OrderEvent):
    """What came of the work for a case; `verb` is the command that was carried out in the case for it."""

    case: int
    result: str
    verb: str
    reason: str = ABSENT


@event("work_order_finished", file="work_order", touches="state", ends=True)
class OrderFinished(OrderMoveEvent):
    """The work in the street is over."""


@event("work_order_resumed", file="work_order", touches="state", ends=True)
class OrderResumed(OrderMoveEvent):
    """The office found that the work in the street is not over."""


@event("work_order_settled", file="work_order", touches="state", ends=True)
class OrderSettled(OrderMoveEvent):
    """The office has looked through the order and closed it."""


@event("work_order_cancelled", file="work_order", touches="state", ends=True)
class OrderCancelled(OrderMoveEvent):
    """The order was cancelled."""


@event("work_order_conflict", file="work_order", ends=True)
class OrderConflicted(OrderEvent):
    """A command of a phone (an id, with its verb) would change `fields` that others changed: both are kept."""

    command: int
    verb: str
    fields: list[str]
    base: int | None


@event("work_order_conflict_decided", file="work_order", ends=True)
class OrderConflictDecided(OrderEvent):
    """Somebody decided which of two versions holds: `choice` is "file" (as it is) or "command" (carried out now)."""

    command: int
    verb: str
    choice: str


@event("work_order_command_late", file="work_order", ends=True)
class OrderCommandCameLate(OrderEvent):
    """A phone's command (an id) was carried out after others had changed other `fields`, or one before it is missing.

    `made` is when the phone says that it was made (ISO 8601), corrected by what its clock was wrong.
    """

    command: int
    verb: str
    fields: list[str]
    has_gap: bool
    made: str = ABSENT


@event("crew_kept", file="crew", ends=True)
class CrewKept(EventData):
    """A crew was made or changed: the names of the fields."""

    fields: list[str]


@event("crew_joined", file="crew", ends=True)
class CrewJoined(EventData):
    """A person belongs to the crew from a day on."""

    staff: int
    from_: str


@event("crew_left", file="crew", ends=True)
class CrewLeft(EventData):
    """A person no longer belongs to the crew from a day on."""

    staff: int
    from_: str


@event("maintenance_kept", file="maintenance", ends=True)
class MaintenanceKept(EventData):
    """A rule of planned maintenance was made or changed: the names of the fields."""

    fields: list[str]


@event("maintenance_due", file="maintenance", ends=True)
class MaintenanceOrderMade(EventData):
    """A rule made its order for a day; `order` is its id."""

    order: int
    on: str


@event("checklist_kept", file="city", ends=True)
class ChecklistKept(EventData):
    """The steps of the work on a topic are others from a day on; without steps, there are none."""

    topic: int
    checklist: int | None
    from_: str
    steps: int
