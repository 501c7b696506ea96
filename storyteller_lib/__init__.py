"""A neural storyteller: pictures, captions, thoughts, styles, stories."""
