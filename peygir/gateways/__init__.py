"""Gateways to external systems: SMS, mail, messenger, PBX. Plain values in and out, always with a time limit."""
