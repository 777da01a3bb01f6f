"""Pages for the honours office: editions, candidates, the committee's decisions, schools and pupils."""
