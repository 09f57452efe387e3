"""The privacy verdict: what is held, what passes, and what is left of what was held."""
