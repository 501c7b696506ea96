"""Sentence vectors: what do they know, of words never trained too?"""
