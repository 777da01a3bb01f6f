"""Pages of the citizens' panel: the public register, petitions, and what its members see and do."""
