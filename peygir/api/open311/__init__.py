"""Open311 GeoReport v2: what apps and other cities speak, tolerant in what comes, strict in what goes."""
