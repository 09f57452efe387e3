"""What a plan's sheets hold: rows, columns, cells, and what each may say."""
