"""Management of Django."""
