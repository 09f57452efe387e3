"""Everything that was said and decided, as tables in people's words."""
