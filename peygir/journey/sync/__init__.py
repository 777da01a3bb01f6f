"""The contract for commands that a phone makes without a connection: order, repetition, conflicts (docs/offline.md)."""
