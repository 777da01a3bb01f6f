"""The engines that answer one expression: DuckDB or Spark over the lake, and PostgreSQL over the tables as they are."""
