"""Open311 GeoReport v2: for apps and other cities; lenient in what it accepts, strict in what it sends."""
