"""The labels of the contact centre: channels, outcomes, stages and marks, in Persian and English."""

from typing import Final

from peygir.core.translation import Text, pgettext_lazy

DIRECTIONS: Final = ("in", "out")

# outcome → (Persian, English)
OUTCOMES: Final[dict[str, Text]] = {
    "answered": pgettext_lazy("outcome of a call", "Answered on the spot"),
    "reported": pgettext_lazy("outcome of a call", "Report opened"),
    "follow_up": pgettext_lazy("outcome of a call", "Follow-up of a case"),
    "agency": pgettext_lazy("outcome of a call", "Another agency's business"),
    "complaint": pgettext_lazy("outcome of a call", "Complaint about us"),
    "thanks": pgettext_lazy("outcome of a call", "Thanks"),
    "wrong_number": pgettext_lazy("outcome of a call", "Wrong number"),
    "abandoned": pgettext_lazy("outcome of a call", "Abandoned"),
    "voice_mail": pgettext_lazy("outcome of a call", "Voice mail"),
    "no_answer": pgettext_lazy("outcome of a call", "The citizen did not answer"),
    "not_called": pgettext_lazy("outcome of a call", "Our own phone did not answer; nobody was called"),
}
# Outcomes that a person may record; the PBX reports the others.
SAYABLE: Final = (
    "answered",
    "reported",
    "follow_up",
    "agency",
    "complaint",
    "thanks",
    "wrong_number",
    "voice_mail",
    "no_answer",
)
# stage → (Persian, English)
STAGES: Final[dict[str, Text]] = {
    "ringing": pgettext_lazy("stage of a call", "Waiting for an answer"),
    "talking": pgettext_lazy("stage of a call", "Talking"),
    "untold": pgettext_lazy("stage of a call", "Outcome not recorded"),
    "told": pgettext_lazy("stage of a call", "Recorded"),
}
# how a caller's wait in a queue ended → (Persian, English)
LEAVINGS: Final[dict[str, Text]] = {
    "": pgettext_lazy("how a call left the queue", "Still in the queue"),
    "answered": pgettext_lazy("how a call left the queue", "Answered"),
    "unanswered": pgettext_lazy("how a call left the queue", "Left unanswered"),
    "unknown": pgettext_lazy("how a call left the queue", "Not known"),
}
# state of a call-back → (Persian, English)
CALL_BACKS: Final[dict[str, Text]] = {
    "open": pgettext_lazy("state of a call back", "To be called"),
    "done": pgettext_lazy("state of a call back", "Called"),
    "came": pgettext_lazy("state of a call back", "Called again by themselves"),
    "dropped": pgettext_lazy("state of a call back", "Ended without reaching them"),
}
# why a citizen was not reached → (Persian, English); other reasons are the PBX's own
NOT_REACHED: Final[dict[str, Text]] = {
    "busy": pgettext_lazy("why a number was not reached", "was busy"),
    "no answer": pgettext_lazy("why a number was not reached", "did not answer"),
    "no such number": pgettext_lazy("why a number was not reached", "there is no such number"),
    "cancelled": pgettext_lazy("why a number was not reached", "we hung up before they answered"),
    "congestion": pgettext_lazy("why a number was not reached", "no line was free"),
    "no such channel": pgettext_lazy("why a number was not reached", "the line could not be used"),
}
# kind of mark → (Persian, English)
MARKS: Final[dict[str, Text]] = {
    "prank": pgettext_lazy("mark of a caller", "Prank calls"),
    "repeat": pgettext_lazy("mark of a caller", "Calls very often"),
}
MARK_STATES: Final = ("proposed", "confirmed", "dismissed")
# presence at a workstation → (Persian, English)
PRESENCES: Final[dict[str, Text]] = {
    "": pgettext_lazy("presence of an operator", "Not known"),
    "free": pgettext_lazy("presence of an operator", "Free"),
    "ringing": pgettext_lazy("presence of an operator", "Ringing"),
    "busy": pgettext_lazy("presence of an operator", "Talking"),
    "paused": pgettext_lazy("presence of an operator", "Paused"),
    "away": pgettext_lazy("presence of an operator", "Away"),
}
GIVE: Final = "give"  # how a consultation may end
BACK: Final = "back"
TAKEN_BACK: Final = "taken back"
# why a call was not transferred → (Persian, English); other reasons are the PBX's own
NOT_PASSED: Final[dict[str, Text]] = {
    "no answer": pgettext_lazy("why a call was not passed", "did not answer"),
    "busy": pgettext_lazy("why a call was not passed", "was busy"),
    "back in the queue": pgettext_lazy("why a call was not passed", "did not answer; the call is back in the queue"),
    "did not take it": pgettext_lazy("why a call was not passed", "did not take the call"),
    "the caller is gone": pgettext_lazy("why a call was not passed", "the caller is gone"),
    "the call is over": pgettext_lazy("why a call was not passed", "the call was over"),
    TAKEN_BACK: pgettext_lazy("why a call was not passed", "was taken back"),
    "nothing rang": pgettext_lazy("why a call was not passed", "their phone did not ring: the exchange did nothing"),
    "nobody is asked": pgettext_lazy("why a call was not passed", "the talk with your colleague was over before"),
}
# what a key of the IVR menu does → (Persian, English)
DEEDS: Final[dict[str, Text]] = {
    "queue": pgettext_lazy("key of the IVR menu", "To a queue of operators"),
    "menu": pgettext_lazy("key of the IVR menu", "To another menu"),
    "say": pgettext_lazy("key of the IVR menu", "Play a message"),
    "voice_mail": pgettext_lazy("key of the IVR menu", "Voice mail"),
    "dial": pgettext_lazy("key of the IVR menu", "Connect to a number"),
    "again": pgettext_lazy("key of the IVR menu", "Hear it again"),
}
KEYS: Final = tuple("123456789*0#")
