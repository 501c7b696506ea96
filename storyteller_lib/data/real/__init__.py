"""The real world: photographs, captions, novels and word vectors read."""
