"""What happens around every page: headers, the city's time, and refusals turned into words."""
