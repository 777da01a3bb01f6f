"""What the pages of two or more audiences share: access rules, parts, dates, words, and the live stream."""
