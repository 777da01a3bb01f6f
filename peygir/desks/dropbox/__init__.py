"""The drop box: reports of corruption that only their receivers can read, and answers for their writers alone."""
