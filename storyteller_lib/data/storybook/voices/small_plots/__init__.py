"""Small plots of the voices: what may happen in a passage."""
