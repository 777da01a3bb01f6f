"""Promises and their due dates: the clock that runs or is paused, and promises kept or broken."""
