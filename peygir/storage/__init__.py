"""The unit of work, statements that are put together once, and jobs: what goes past the ORM, and why."""
