"""Every call, message and visit, answered on the spot or turned into a report. A call is not a request."""
