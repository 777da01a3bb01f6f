"""Asking by phone and message how a closed case ended."""
