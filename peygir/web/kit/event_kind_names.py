"""A short name for each kind of event, by which a list of events is narrowed."""

from typing import Final

from django.utils.translation import gettext_lazy

from peygir.cases.lifecycle import MOVES
from peygir.web.kit.templatetags.ui import in_language


def kind_name(kind: str) -> str:
    """A short name of a kind of line, for choosing it: the move's own label, or what it is about."""
    move = _MOVE_NAMES.get(kind)
    if move is not None:
        return in_language(move)
    name = _KIND_NAMES.get(kind)
    return str(name) if name is not None else kind.replace("_", " ")


_MOVE_NAMES: Final = {move.event.kind: move.label for move in MOVES}
_KIND_NAMES: Final = {
    "case_moved": gettext_lazy("Moved with its unit"),
    "case_opened": gettext_lazy("Report taken"),
    "case_assigned": gettext_lazy("Handed to a colleague"),
    "case_read": gettext_lazy("Topic or place corrected"),
    "note_added": gettext_lazy("Note"),
    "report_owned": gettext_lazy("Number proven"),
    "report_disowned": gettext_lazy("Number disowned"),
    "phone_looked_at": gettext_lazy("Looked at a phone number"),
    "visit_made": gettext_lazy("Visit"),
    "report_joined": gettext_lazy("Report joined to a case"),
    "photos_received": gettext_lazy("Photos"),
    "evidence_received": gettext_lazy("Photo of the work"),
    "promises_renewed": gettext_lazy("Promises given anew"),
    "replan_asked": gettext_lazy("More time asked"),
    "replan_granted": gettext_lazy("More time granted"),
    "replan_refused": gettext_lazy("More time refused"),
    "case_took_in": gettext_lazy("Took in another case"),
    "case_gave_back": gettext_lazy("Gave back a case"),
    "agency_chased": gettext_lazy("Agency asked again"),
    "agency_answered": gettext_lazy("Agency answered"),
    "staff_added": gettext_lazy("Account made"),
    "staff_changed": gettext_lazy("Account changed"),
    "absence_said": gettext_lazy("Absence said"),
    "absence_called_off": gettext_lazy("Absence called off"),
    "account_change_proposed": gettext_lazy("Account change proposed"),
    "account_change_confirmed": gettext_lazy("Account change confirmed"),
    "account_change_refused": gettext_lazy("Account change refused"),
    "account_change_withdrawn": gettext_lazy("Account change withdrawn"),
    "second_step_reset": gettext_lazy("Second step taken off"),
    "password_changed": gettext_lazy("Password changed by its holder"),
    "second_step_taken": gettext_lazy("Second step taken up"),
    "second_step_given_up": gettext_lazy("Second step given up"),
    "sessions_ended": gettext_lazy("Signed out everywhere"),
    "password_reset": gettext_lazy("New password set"),
    "city_loaded": gettext_lazy("City files loaded"),
    "topics_changed": gettext_lazy("Topic changed"),
    "topics_turned": gettext_lazy("Topics in force"),
    "days_changed": gettext_lazy("Calendar changed"),
    "hours_changed": gettext_lazy("Office hours changed"),
    "ladder_changed": gettext_lazy("Ladder changed"),
    "text_changed": gettext_lazy("Text changed"),
    "season_changed": gettext_lazy("Season changed"),
    "season_moved": gettext_lazy("End of a season moved"),
    "promises_moved": gettext_lazy("Promises moved with the calendar"),
    "owners_changed": gettext_lazy("Ownership changed"),
    "terms_changed": gettext_lazy("Hours changed"),
    "areas_redrawn": gettext_lazy("Areas redrawn"),
    "unit_renamed": gettext_lazy("Unit renamed"),
    "rule_drafted": gettext_lazy("Rule drafted"),
    "rule_tried": gettext_lazy("Rule tried"),
    "rule_switched_on": gettext_lazy("Rule switched on"),
    "rule_switched_off": gettext_lazy("Rule switched off"),
    "season_started": gettext_lazy("Season started"),
    "season_lifted": gettext_lazy("Season lifted"),
    "work_planned": gettext_lazy("Works planned"),
    "work_ended": gettext_lazy("Works ended"),
    "agency_told_more": gettext_lazy("Agency told more"),
    "update_received": gettext_lazy("Another system told more"),
    "media_named": gettext_lazy("Address of a picture"),
    "key_issued": gettext_lazy("Key issued"),
    "key_revoked": gettext_lazy("Key revoked"),
    "key_changed": gettext_lazy("Key changed"),
    "cases_taken_out": gettext_lazy("List taken out as a file"),
    "mapping_kept": gettext_lazy("Columns kept"),
    "import_begun": gettext_lazy("Import begun"),
    "import_ended": gettext_lazy("Import ended"),
    "webhook_made": gettext_lazy("Webhook made"),
    "webhook_changed": gettext_lazy("Webhook changed"),
    "webhook_secret_renewed": gettext_lazy("New secret of a webhook"),
    "webhook_old_secret_ended": gettext_lazy("Earlier secret of a webhook ended"),
    "webhook_ended": gettext_lazy("Webhook ended"),
    "webhook_sent_again": gettext_lazy("Webhook message sent again"),
    "citizen_merged": gettext_lazy("Citizen merged"),
    "citizen_joined": gettext_lazy("Citizen joined"),
}
