"""Stories: do they fit, are they fluent, in style, and nobody else's?"""
