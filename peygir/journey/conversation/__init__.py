"""Conversations by SMS, messenger or mail: inbound messages, their effects, and the next question."""
