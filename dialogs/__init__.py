"""What the bot understands and says. Knows nothing of Teams, HTTP or SQL."""
