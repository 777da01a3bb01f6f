"""The indicators: one file each, with name, definition and the query that finds its rows in a snapshot."""
