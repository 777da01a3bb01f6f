"""Inbound messages by SMS, messenger and email, from their arrival until they are answered."""
