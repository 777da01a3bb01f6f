"""Pages for the administrator: accounts and what they see, ownership, hours, units, the audit; supervisors may look."""
