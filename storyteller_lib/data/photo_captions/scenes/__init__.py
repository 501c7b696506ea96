"""What photographs show, as patterns: the format is told in ``sport``."""
