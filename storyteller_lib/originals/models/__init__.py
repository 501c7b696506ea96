"""The models of 2015, read from their files into our own modules."""
