"""Protects the figures of tables with totals, so that no hidden one follows from those that are shown."""
