"""What the site adds to Sphinx; ``_config.yml`` loads each by its name."""
