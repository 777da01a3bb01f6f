"""The queue of jobs: an event adds them, a worker runs them, and a job that is done has no row any more."""
