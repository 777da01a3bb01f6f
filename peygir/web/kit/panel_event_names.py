"""Short names of the kinds of events of the citizens' panel."""

from typing import Final

from django.utils.translation import pgettext_lazy

from peygir.history.kinds import panel

PANEL_NAMES: Final = {
    panel.PanelMade.kind: pgettext_lazy("kind of event", "Panel made"),
    panel.PanelJoined.kind: pgettext_lazy("kind of event", "Volunteer of the panel"),
    panel.PanelListClosed.kind: pgettext_lazy("kind of event", "List of volunteers closed"),
    panel.PanelDrawn.kind: pgettext_lazy("kind of event", "Lot of the panel drawn"),
    panel.PanelSeatOffered.kind: pgettext_lazy("kind of event", "Seat offered"),
    panel.PanelSeatAnswered.kind: pgettext_lazy("kind of event", "Seat taken or refused"),
    panel.PanelMemberLeft.kind: pgettext_lazy("kind of event", "Member left the panel"),
    panel.PanelInterestDeclared.kind: pgettext_lazy("kind of event", "Conflict of interest of a member"),
    panel.PanelSampleDrawn.kind: pgettext_lazy("kind of event", "Cases of the month drawn"),
    panel.PanelCaseJudged.kind: pgettext_lazy("kind of event", "Case judged by a member"),
    panel.PanelSiteVisited.kind: pgettext_lazy("kind of event", "Site visited by a member"),
    panel.PanelPhotoShown.kind: pgettext_lazy("kind of event", "Photo of a visit looked at"),
    panel.PanelSessionPlanned.kind: pgettext_lazy("kind of event", "Session of the panel planned"),
    panel.PanelSessionHeld.kind: pgettext_lazy("kind of event", "Minutes of the panel final"),
    panel.PanelEnded.kind: pgettext_lazy("kind of event", "Term of the panel ended"),
    panel.PanelFindingProposed.kind: pgettext_lazy("kind of event", "Finding proposed"),
    panel.PanelMotionOpened.kind: pgettext_lazy("kind of event", "Vote of the panel opened"),
    panel.PanelMotionCounted.kind: pgettext_lazy("kind of event", "Vote of the panel counted"),
    panel.PanelAnswerOwed.kind: pgettext_lazy("kind of event", "Answer owed to the panel"),
    panel.PanelAnswerNotRead.kind: pgettext_lazy("kind of event", "Notice of the panel not read"),
    panel.PanelAnswerLate.kind: pgettext_lazy("kind of event", "Answer to the panel late"),
    panel.PanelAnswerVeryLate.kind: pgettext_lazy("kind of event", "Answer to the panel very late"),
    panel.PanelAnswerExtended.kind: pgettext_lazy("kind of event", "More time for an answer to the panel"),
    panel.PanelAnswerGiven.kind: pgettext_lazy("kind of event", "Answer to the panel given"),
    panel.PetitionMade.kind: pgettext_lazy("kind of event", "Petition written"),
    panel.PetitionOpened.kind: pgettext_lazy("kind of event", "Petition opened"),
    panel.PetitionReviewLate.kind: pgettext_lazy("kind of event", "Look at a petition late"),
    panel.PetitionOpenedByClock.kind: pgettext_lazy("kind of event", "Petition opened by itself"),
    panel.PetitionRefused.kind: pgettext_lazy("kind of event", "Petition not opened"),
    panel.PetitionReached.kind: pgettext_lazy("kind of event", "Petition has enough signatures"),
    panel.PetitionEnded.kind: pgettext_lazy("kind of event", "Petition ended"),
}
