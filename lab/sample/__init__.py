"""A sample city to look at: Shiraz with a year of invented contacts, labelled as a sample everywhere."""
