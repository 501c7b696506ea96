"""Student notebooks: the chapters in plain Markdown, without solutions."""
