"""Code shared by the pages of two or more audiences: access rules, template parts, dates, texts, the live stream."""
