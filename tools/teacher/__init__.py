"""The teacher's edition: solutions, slides, assignments, texts for lessons."""
