"""The life of a work order as one table of moves: from which state, by which verb, to which, by whom, with what."""
