"""The storybook world: scenes, pictures and texts made by code."""
