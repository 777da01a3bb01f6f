"""The desks that a case passes through: packages that do not import each other."""
