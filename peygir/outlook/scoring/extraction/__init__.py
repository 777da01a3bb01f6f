"""How a month's figures are taken out of the tables of the other packages: statements for PostgreSQL, read only."""
