"""APIs for machines: Open311, the city's own systems, and webhooks of providers."""
