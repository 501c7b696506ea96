"""Measuring captions and stories: are they true, in style, and new?"""
