"""Others than the city: agencies outside and what they are asked, webhooks, exports, imports of old records."""
