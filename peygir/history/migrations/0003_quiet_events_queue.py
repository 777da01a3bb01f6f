"""A job of the events queue is put down without a word: the worker's rounds look for themselves."""

from django.db import migrations

# NOTIFY holds one lock for the whole database until the commit is flushed, so every report would wait for the disk
# of the one before it. Only procrastinate's own worker, on the other queues, listens for it; and only there is its
# table of job events of use (a job of ours goes with the transaction that does it).
_TRIGGER = """
DROP TRIGGER {name} ON procrastinate_jobs;
CREATE TRIGGER {name} AFTER INSERT ON procrastinate_jobs FOR EACH ROW
    WHEN (new.status = 'todo'::procrastinate_job_status{also}) EXECUTE PROCEDURE {function}();
"""
_TRIGGERS = {
    "procrastinate_jobs_notify_queue_job_inserted_v1": "procrastinate_notify_queue_job_inserted_v1",
    "procrastinate_trigger_status_events_insert_v1": "procrastinate_trigger_function_status_events_insert_v1",
}


def _all(also: str) -> str:
    return "".join(_TRIGGER.format(name=name, function=function, also=also) for name, function in _TRIGGERS.items())


class Migration(migrations.Migration):
    dependencies = [("history", "0002_insert_only"), ("procrastinate", "0041_post_retry_failed_job")]
    operations = [migrations.RunSQL(_all(" AND new.queue_name <> 'events'"), _all(""))]
