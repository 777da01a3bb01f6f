"""The street map of the city: base map tiles, and every named place with where it lies."""
