"""Turns PBX events into contacts, and the contact centre's orders into PBX commands."""
