"""Gives the tables of the version before (November 2026) the names and columns of this one, in one transaction.

That version had several migrations in each package, this one begins with one. The tables of a database of that version
are renamed and completed by statements, and the database is then marked as one on which each package's first migration
has run. A database of a still earlier version has to be opened with that version first.
"""

from collections.abc import Iterator
from typing import Final

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _

INITIAL: Final = "0001_initial"
PACKAGES: Final = frozenset(
    {
        "answers",
        "cases",
        "city",
        "contacts",
        "fieldwork",
        "history",
        "intake",
        "jobs",
        "knowledge",
        "livesessions",
        "partners",
        "people",
        "promises",
        "quality",
        "routing",
        "surveys",
        "understanding",
        "workforce",
    }
)
"""The apps whose tables this module makes from those of the version before; apps added later make their own."""
LAST_OF_FORMER: Final = (
    ("answers", "0013_merged_messages"),
    ("cases", "0011_proof_of_phones"),
    ("city", "0006_topic_attributes"),
    ("contacts", "0012_what_calls_tell"),
    ("history", "0006_pulse"),
    ("people", "0007_proven_citizens"),
)
"""Migrations that a database of the version before has, and that this version does not know."""

TABLES: Final = {
    "answers_portstate": "answers_providerstate",
    "answers_replyway": "answers_replychannel",
    "answers_takenback": "answers_withdrawnreport",
    "cases_card": "cases_searchentry",
    "city_rung": "city_escalationlevel",
    "city_topicterms": "city_topicpolicy",
    "contacts_answergap": "knowledge_answergap",
    "contacts_article": "knowledge_article",
    "contacts_articleword": "knowledge_articleword",
    "contacts_callgoal": "workforce_callgoal",
    "contacts_callterms": "contacts_centrepolicy",
    "contacts_duty": "workforce_duty",
    "contacts_rainday": "workforce_rainday",
    "contacts_rosterweek": "workforce_rosterweek",
    "contacts_score": "quality_score",
    "contacts_scoreform": "quality_scoreform",
    "contacts_scoremark": "quality_scoremark",
    "contacts_scorequestion": "quality_scorequestion",
    "contacts_scoresample": "quality_scoresample",
    "contacts_seat": "contacts_workstation",
    "contacts_shift": "workforce_shift",
    "inspection_surveyask": "surveys_surveyask",
    "inspection_surveycall": "surveys_surveycall",
    "inspection_surveydraw": "surveys_surveydraw",
    "inspection_surveyshare": "surveys_surveyshare",
    "inspection_surveyterms": "surveys_surveypolicy",
    "intake_ear": "intake_messengeroffset",
    "intake_source": "intake_open311source",
    "intake_talk": "intake_conversation",
    "partners_reading": "partners_webhookcursor",
    "people_dooruse": "people_ratelimituse",
    "promises_step": "promises_escalationstep",
    "routing_agencydoor": "routing_agencyendpoint",
    "routing_chaseterms": "routing_reminderpolicy",
    "routing_handover": "routing_agencyreferral",
    "routing_lesson": "routing_routingcorrection",
    "routing_push": "routing_forwardedreferral",
    "understanding_learnt": "understanding_trainingrun",
}
COLUMNS: Final = {
    "answers_message": {"port": "provider"},
    "answers_providerstate": {"port": "provider"},
    "answers_tariff": {"port": "provider"},
    "cases_searchentry": {"shelf": "partition"},
    "intake_inbound": {"port": "provider"},
    "intake_messengeroffset": {"port": "provider"},
    "knowledge_article": {"card": "search_text"},
    "people_ratelimituse": {"door": "limit_name"},
    "routing_agencyreferral": {
        "chase_days": "reminder_days",
        "next_chase_at": "next_reminder_at",
        "chased": "reminders",
        "chased_at": "reminded_at",
    },
    "routing_forwardedreferral": {"door_id": "endpoint_id", "handover_id": "referral_id"},
}
NAMES: Final = {
    "agency_door_asked_at_intervals": "agency_endpoint_asked_at_intervals",
    "agency_door_dates_in_order": "agency_endpoint_dates_in_order",
    "agency_door_json_or_xml": "agency_endpoint_json_or_xml",
    "article_card": "article_search_text",
    "card_words_archive": "search_words_archive",
    "card_words_lately": "search_words_lately",
    "card_words_open": "search_words_open",
    "chase_dates_in_order": "reminder_dates_in_order",
    "chase_days_above_zero": "reminder_days_above_zero",
    "chase_due": "reminder_due",
    "chase_is_due_or_to_come": "reminder_is_due_or_to_come",
    "chase_to_come": "reminder_to_come",
    "lesson_open": "correction_open",
    "no_chase_after_the_answer": "no_reminder_after_the_answer",
    "one_call_terms_per_moment": "one_centre_policy_per_moment",
    "one_chase_term_in_force": "one_reminder_policy_in_force",
    "one_handover_per_event": "one_referral_per_event",
    "one_lesson_per_decision": "one_correction_per_decision",
    "one_open_agency_door": "one_open_agency_endpoint",
    "one_seat_per_extension": "one_workstation_per_extension",
    "one_survey_terms_per_moment": "one_survey_policy_per_moment",
    "one_talk_per_address": "one_conversation_per_address",
    "push_due": "forwarded_referral_due",
    "shelf_is_known": "partition_is_known",
    "reply_way_of_somebody": "reply_channel_of_somebody",
    "talk_open": "conversation_open",
}
"""Constraints and indexes that a model names. PostgreSQL's and Django's own names, which nothing reads, stay."""

PREFIXES: Final = {"rung_": "escalationlevel_", "topicterms_": "topicpolicy_"}
"""Constraints and indexes whose names begin with their table's."""

ACTIONS: Final = {
    "inspection.drop_ask": "surveys.drop_ask",
    "inspection.keep_answer": "surveys.keep_answer",
    "routing.keep_handover": "routing.keep_referral",
    "routing.push_handover": "routing.forward_referral",
}
"""Names of actions in jobs that wait."""

# A job that was running when the database was left is taken as one whose worker did not die: it waits.
MOVE_WAITING_JOBS: Final = """
INSERT INTO jobs_job (queue, action, file_id, number, state, due_at, attempts, deaths)
SELECT queue_name, COALESCE(args->>'action', task_name), COALESCE(args->>'file_id', args->>'city_id')::bigint,
    COALESCE((args->>'number')::int, 0), CASE status WHEN 'failed' THEN 'failed' ELSE 'waiting' END,
    COALESCE(scheduled_at, now()), attempts, GREATEST(0, priority / -1000)
FROM procrastinate_jobs WHERE task_name IN ('wake', 'learn_anew') AND status IN ('todo', 'doing', 'failed')
ORDER BY id
"""
DROP_LIBRARY_TABLES: Final = """
DO $$
DECLARE
    drop_it text;
BEGIN
    FOR drop_it IN
        SELECT format('DROP FUNCTION IF EXISTS %s CASCADE', oid::regprocedure) FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND starts_with(proname, 'procrastinate_')
    LOOP
        EXECUTE drop_it;
    END LOOP;
    DROP TABLE procrastinate_periodic_defers, procrastinate_events, procrastinate_jobs, procrastinate_workers;
    FOR drop_it IN
        SELECT format('DROP TYPE %s', oid::regtype) FROM pg_type
        WHERE typnamespace = current_schema()::regnamespace AND starts_with(typname, 'procrastinate_')
        AND (typtype = 'e' OR typrelid IN (SELECT oid FROM pg_class WHERE relkind = 'c'))
    LOOP
        EXECUTE drop_it;
    END LOOP;
END $$
"""


class DatabaseIsTooOld(Conflict):
    """The database is of a version before the one whose tables can be renamed."""

    message = _(
        "This database was made by a version of Peygir from before 27 November 2026. Start it once with the version of "
        "that day, and then with this one."
    )


def rename_former_tables() -> bool:
    """Rename and complete the tables of the version before; returns whether there were any. Run as the tables' owner.

    Raises DatabaseIsTooOld; nothing is changed then, nor if any statement fails.
    """
    applied = MigrationRecorder(connection).applied_migrations()
    if ("cases", "0002_initial") not in applied:
        return False
    if not applied.keys() >= set(LAST_OF_FORMER):
        raise DatabaseIsTooOld()
    with connection.schema_editor() as editor:
        for statement in _table_renames():
            editor.execute(statement)
        for statement in _name_renames():
            editor.execute(statement)
        _complete(editor)
        _mark_as_migrated(editor)
    return True


def _initial_migrations() -> list[tuple[str, str]]:
    """(label, name) of the migrations that a renamed database is marked with; the later ones are still to run."""
    return [(label, INITIAL) for label in sorted(PACKAGES)]


def _table_renames() -> Iterator[str]:
    yield "ALTER SEQUENCE IF EXISTS people_systemtoken_id_seq RENAME TO people_apikey_id_seq"
    for old, new in TABLES.items():
        yield f"ALTER TABLE {old} RENAME TO {new}"
        yield f"ALTER SEQUENCE IF EXISTS {old}_id_seq RENAME TO {new}_id_seq"
    for table, columns in COLUMNS.items():
        for column, new_column in columns.items():
            yield f"ALTER TABLE {table} RENAME COLUMN {column} TO {new_column}"


def _name_renames() -> Iterator[str]:
    """Statements for constraints and indexes; ask after the tables have their new names."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, conrelid::regclass::text FROM pg_constraint"
            " WHERE connamespace = current_schema()::regnamespace"
        )
        table_of_constraint = dict(cursor.fetchall())
        cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")
        names = {*table_of_constraint, *(name for (name,) in cursor.fetchall())}
    new_names = NAMES | {
        name: name.replace(prefix, new_prefix, 1)
        for name in names
        for prefix, new_prefix in PREFIXES.items()
        if name.startswith(prefix)
    }
    for name, new_name in new_names.items():
        if name in table_of_constraint:
            yield f"ALTER TABLE {table_of_constraint[name]} RENAME CONSTRAINT {name} TO {new_name}"
        else:
            yield f"ALTER INDEX {name} RENAME TO {new_name}"


def _complete(editor: BaseDatabaseSchemaEditor) -> None:
    """Add what the version before did not have: the events' generated column, the index by kind, the job table."""
    # As the first migrations leave them, not as they are now.
    frozen = MigrationLoader(None).project_state(_initial_migrations()).apps
    event = frozen.get_model("history", "Event")
    editor.execute("ALTER TABLE history_event ALTER COLUMN file TYPE text")
    editor.execute("REVOKE ALL ON FUNCTION public.history_event_hold() FROM PUBLIC")
    editor.add_field(event, event._meta.get_field("values"))
    editor.add_index(event, next(index for index in event._meta.indexes if index.name == "event_kind_and_time"))
    editor.create_model(frozen.get_model("jobs", "Job"))
    editor.create_model(frozen.get_model("city", "CityText"))
    editor.execute(MOVE_WAITING_JOBS)
    editor.execute(DROP_LIBRARY_TABLES, params=None)  # its % are format()'s own
    for action, new_action in ACTIONS.items():
        editor.execute("UPDATE jobs_job SET action = %s WHERE action = %s", [new_action, action])


def _mark_as_migrated(editor: BaseDatabaseSchemaEditor) -> None:
    recorder = MigrationRecorder(connection)
    initial = _initial_migrations()
    former = [*(label for label, _name in initial), "inspection", "procrastinate"]
    editor.execute("DELETE FROM django_migrations WHERE app = ANY(%s)", [former])
    for label, name in initial:
        recorder.record_applied(label, name)
