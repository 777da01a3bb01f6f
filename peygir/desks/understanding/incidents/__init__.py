"""Many reports of one thing at one place within the hour: noticed and counted, closed and merged by nobody."""
