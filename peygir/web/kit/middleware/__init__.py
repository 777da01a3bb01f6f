"""Middleware of every page: headers, sessions, rate limits, and refusals as text."""
