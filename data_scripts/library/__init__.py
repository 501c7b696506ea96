"""What is learnt from the story library."""
