"""Short names of the kinds of events of costs, penalties, claims, contracts and prices."""

from typing import Final

from django.utils.translation import pgettext_lazy

from peygir.history.kinds import costs

COST_NAMES: Final = {
    costs.CostAdded.kind: pgettext_lazy("kind of event", "Cost entered"),
    costs.CostWithdrawn.kind: pgettext_lazy("kind of event", "Cost withdrawn"),
    costs.CostChecked.kind: pgettext_lazy("kind of event", "Line of a contractor inspected"),
    costs.PenaltyProposed.kind: pgettext_lazy("kind of event", "Penalty or bonus proposed"),
    costs.PenaltyDropped.kind: pgettext_lazy("kind of event", "Proposed penalty dropped"),
    costs.PenaltyDecided.kind: pgettext_lazy("kind of event", "Penalty or bonus decided"),
    costs.PenaltyObjected.kind: pgettext_lazy("kind of event", "Objection to a penalty"),
    costs.ClaimMade.kind: pgettext_lazy("kind of event", "Claim of the city made"),
    costs.ClaimPaid.kind: pgettext_lazy("kind of event", "Claim of the city paid"),
    costs.ClaimEnded.kind: pgettext_lazy("kind of event", "Claim of the city ended"),
    costs.ContractorLinkMade.kind: pgettext_lazy("kind of event", "Contractor's link made"),
    costs.ContractorLinkWithdrawn.kind: pgettext_lazy("kind of event", "Contractor's link withdrawn"),
    costs.PastOrderImported.kind: pgettext_lazy("kind of event", "Work order of an earlier system"),
    costs.ContractKept.kind: pgettext_lazy("kind of event", "Contract made or changed"),
    costs.StatementDrawn.kind: pgettext_lazy("kind of event", "Statement of a contractor"),
    costs.PriceSet.kind: pgettext_lazy("kind of event", "Price set"),
    costs.CurrencyAdded.kind: pgettext_lazy("kind of event", "Currency added"),
}
