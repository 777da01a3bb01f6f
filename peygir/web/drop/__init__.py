"""The drop box for reports of corruption: pages that set no cookie and need no script, for whoever writes."""
