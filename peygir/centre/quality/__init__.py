"""Reviews of conversations for coaching: drawn at random, scored by a supervisor, answered by their operator."""
