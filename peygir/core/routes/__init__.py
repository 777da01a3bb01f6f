"""Plans the routes of vehicles with PyVRP: stops, capacities, time windows, reloads, skills, breaks; no Django."""
