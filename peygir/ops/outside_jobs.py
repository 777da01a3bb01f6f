"""Runs the jobs that touch files or other servers, one by one, and takes up those of a worker that died."""

from peygir.core import clock
from peygir.journey.dispatch import work_outside
from peygir.ops.logs import logger
from peygir.storage.jobs.actions import rescue_jobs

RESCUE_EVERY = 10.0

log = logger(__name__)


class OutsideJobs:
    """Each call runs one job, if one is due; between jobs, from time to time, those of dead workers are rescued."""

    def __init__(self) -> None:
        self._rescued_at = -RESCUE_EVERY

    def __call__(self) -> int:
        """How many jobs were run: 1 or 0."""
        if clock.monotonic() - self._rescued_at > RESCUE_EVERY:
            rescue()
            self._rescued_at = clock.monotonic()
        return int(work_outside())


def rescue() -> int:
    """Let the jobs of dead workers wait again, behind the others; how many."""
    rescued = rescue_jobs()
    for job_id, is_set_aside in rescued:
        if is_set_aside:
            log.error("job_killed_its_worker", job=job_id, is_set_aside=True)
    if rescued:
        log.info("jobs_rescued", jobs=len(rescued))
    return len(rescued)
