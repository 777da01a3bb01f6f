"""The lake: what happened, without persons, as Parquet files that any engine can read; docs/lake.md."""
