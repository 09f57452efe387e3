"""What one yes may do besides reporting."""
