"""The engines that answer one expression: DuckDB over the lake, and PostgreSQL over the tables as they are now."""
