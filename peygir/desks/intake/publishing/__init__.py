"""What of a report everybody may see: photos that were looked at, and words that their author offered."""
