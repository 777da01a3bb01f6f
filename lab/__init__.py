"""The laboratory: sample cities, a made-up exchange, the replay and the bench; in no wheel."""
