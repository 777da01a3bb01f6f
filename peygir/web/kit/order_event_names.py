"""Short names of the kinds of events of work orders, crews and maintenance."""

from typing import Final

from django.utils.translation import pgettext_lazy

from peygir.history.kinds import case_work, orders

ORDER_NAMES: Final = {
    case_work.CaseOrdered.kind: pgettext_lazy("kind of event", "Part of a work order"),
    case_work.CaseLeftOrder.kind: pgettext_lazy("kind of event", "No longer part of a work order"),
    case_work.CaseReporterCalled.kind: pgettext_lazy("kind of event", "Reporter called through the centre"),
    case_work.CaseOrderResult.kind: pgettext_lazy("kind of event", "Result of a work order"),
    orders.OrderMade.kind: pgettext_lazy("kind of event", "Work order made"),
    orders.OrderChanged.kind: pgettext_lazy("kind of event", "Work order changed"),
    orders.OrderDueMoved.kind: pgettext_lazy("kind of event", "Promise of a work order moved"),
    orders.OrderCaseAdded.kind: pgettext_lazy("kind of event", "Case added to a work order"),
    orders.OrderCaseLeft.kind: pgettext_lazy("kind of event", "Case left a work order"),
    orders.OrderPlanned.kind: pgettext_lazy("kind of event", "Work order planned"),
    orders.OrderUnplanned.kind: pgettext_lazy("kind of event", "Work order taken off the plan"),
    orders.OrderLocked.kind: pgettext_lazy("kind of event", "Plan of a work order locked"),
    orders.OrderSent.kind: pgettext_lazy("kind of event", "Work order sent"),
    orders.OrderRecalled.kind: pgettext_lazy("kind of event", "Work order recalled"),
    orders.OrderStarted.kind: pgettext_lazy("kind of event", "Work on an order began"),
    orders.OrderStepChecked.kind: pgettext_lazy("kind of event", "Step of a work order"),
    orders.OrderMaterialUsed.kind: pgettext_lazy("kind of event", "Material of a work order"),
    orders.OrderMaterialRemoved.kind: pgettext_lazy("kind of event", "Material of a work order removed"),
    orders.OrderResultGiven.kind: pgettext_lazy("kind of event", "Result for a case of a work order"),
    orders.OrderFinished.kind: pgettext_lazy("kind of event", "Work order finished in the street"),
    orders.OrderResumed.kind: pgettext_lazy("kind of event", "Work order back in the street"),
    orders.OrderSettled.kind: pgettext_lazy("kind of event", "Work order settled"),
    orders.OrderCancelled.kind: pgettext_lazy("kind of event", "Work order cancelled"),
    orders.OrderConflicted.kind: pgettext_lazy("kind of event", "Two versions of a work order"),
    orders.OrderConflictDecided.kind: pgettext_lazy("kind of event", "One of two versions of a work order chosen"),
    orders.OrderCommandCameLate.kind: pgettext_lazy("kind of event", "Entry for a work order came late"),
    orders.CrewKept.kind: pgettext_lazy("kind of event", "Crew made or changed"),
    orders.CrewJoined.kind: pgettext_lazy("kind of event", "Person joined a crew"),
    orders.CrewLeft.kind: pgettext_lazy("kind of event", "Person left a crew"),
    orders.MaintenanceKept.kind: pgettext_lazy("kind of event", "Maintenance rule made or changed"),
    orders.MaintenanceOrderMade.kind: pgettext_lazy("kind of event", "Maintenance rule made an order"),
    orders.ChecklistKept.kind: pgettext_lazy("kind of event", "Checklist changed"),
}
