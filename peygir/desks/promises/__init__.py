"""What we promise and by when; the clock that runs, pauses, and is kept or broken."""
