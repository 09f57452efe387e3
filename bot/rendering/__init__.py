"""What a Reply looks like: a card in Teams, plain text in a terminal or an email."""
