"""A million cases for the bench: the one place where the domain is written a second time, row by row, for COPY."""
