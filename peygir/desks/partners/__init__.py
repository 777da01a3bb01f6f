"""The city's other systems: webhooks, exports, and imports of old records."""
