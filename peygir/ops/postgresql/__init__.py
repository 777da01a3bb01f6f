"""Django's PostgreSQL backend with a cheaper check whether a persistent connection is alive."""
