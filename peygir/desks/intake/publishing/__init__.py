"""What of a report is public: photos that a person approved, and text that its author offered."""
