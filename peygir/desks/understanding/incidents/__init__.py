"""Incidents: many reports of one problem at one place within an hour, counted; people close and merge them."""
