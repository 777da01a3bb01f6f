"""The laboratory: sample cities, a simulated exchange, replays of old records and benchmarks; in no wheel."""
