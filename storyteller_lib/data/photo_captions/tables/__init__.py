"""The concepts of photographs as tables: their words and their kinds."""
