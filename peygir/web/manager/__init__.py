"""Pages for who leads a unit: what stands with whom, handing it out, and who is away."""
