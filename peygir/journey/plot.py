"""The plot: which event wakes which actions, in their order. Start reading here."""

from collections.abc import Callable
from typing import Final

from peygir.centre.contacts import actions as contacts
from peygir.desks.answers import actions as answers
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.intake import actions as intake
from peygir.desks.promises import actions as promises
from peygir.desks.routing import actions as routing
from peygir.desks.surveys import actions as surveys
from peygir.desks.understanding import actions as understanding

WokenAction = Callable[[int, int], None]
"""Takes the case's id (or that of another file) and the event's number in its file."""

# One job for each (event, action). Actions are idempotent: an event that is delivered twice changes nothing. An action
# that touches files or asks other servers is named in `dispatch` too; a kind that wakes nothing stands in `endings`.
WAKES: Final[dict[str, tuple[WokenAction, ...]]] = {
    "case_opened": (understanding.read_case, answers.tell_reporters),
    "report_joined": (answers.tell_reporters, understanding.look_around),
    "photos_received": (intake.prepare_photos,),
    "media_named": (intake.fetch_media,),
    "case_read": (routing.route_case, understanding.look_around),
    "case_referred": (promises.promise_case,),
    "promises_given": (answers.tell_reporters,),
    "promises_renewed": (answers.tell_reporters,),
    "promise_broken": (answers.tell_reporters, answers.tell_followers),
    "replan_granted": (answers.tell_reporters, answers.tell_followers),
    "visit_made": (promises.settle_promises,),
    "case_climbed": (answers.tell_staff,),
    "case_returned": (routing.route_case,),
    "case_accepted": (promises.settle_promises,),
    "case_scheduled": (promises.settle_promises,),
    "case_paused": (promises.settle_promises,),
    "case_referred_out": (
        routing.keep_handover,
        routing.push_handover,
        promises.promise_case,
        promises.settle_promises,
        answers.tell_reporters,
        answers.tell_followers,
    ),
    "evidence_received": (fieldwork.prepare_evidence,),
    "case_finished": (promises.settle_promises, answers.ask_reporters, answers.tell_reporters, answers.tell_followers),
    "case_declined": (promises.settle_promises, answers.ask_reporters, answers.tell_reporters, answers.tell_followers),
    "case_confirmed": (answers.close_confirmed,),
    "case_reopened": (promises.settle_promises, answers.tell_reporters, answers.tell_followers, surveys.drop_ask),
    "case_closed": (promises.settle_promises, answers.tell_reporters, answers.tell_followers),
    "case_merged": (promises.settle_promises,),
    "case_split": (understanding.read_case, promises.settle_promises),
    "case_withdrawn": (promises.settle_promises, answers.tell_followers),
    "note_added": (answers.tell_mentioned,),
    "case_moved": (promises.follow_unit,),
    "days_changed": (promises.follow_calendar,),
    "call_missed": (contacts.plan_call_back, contacts.look_at_caller),
    "contact_told": (contacts.look_at_caller,),
    "case_surveyed": (answers.ask_surveyed,),
    "survey_answered": (surveys.keep_answer,),
    "answer_unclear": (answers.tell_unclear,),
    "staff_added": (answers.tell_account_keepers,),
    "staff_changed": (answers.tell_account_keepers,),
    "password_reset": (answers.tell_account_keepers,),
    "second_step_reset": (answers.tell_account_keepers,),
    "account_change_proposed": (answers.tell_account_keepers,),
    "account_change_confirmed": (answers.tell_account_keepers,),
    "account_change_refused": (answers.tell_account_keepers,),
    "account_change_withdrawn": (answers.tell_account_keepers,),
    "report_disowned": (surveys.drop_ask,),
    "password_changed": (answers.tell_account_keepers,),
    "second_step_taken": (answers.tell_account_keepers,),
    "second_step_given_up": (answers.tell_account_keepers,),
    "sessions_ended": (answers.tell_account_keepers,),
}
