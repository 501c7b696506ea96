"""The worlds of data: storybook, real and pocket, one protocol."""
