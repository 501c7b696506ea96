"""Retelling: a passage of the library becomes the story of a picture.

Chapter: book/10_the_storyteller
"""
