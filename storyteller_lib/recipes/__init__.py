"""Recipes: train a whole storyteller on any world, stage by stage."""
