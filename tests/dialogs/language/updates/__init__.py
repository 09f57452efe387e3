"""From the clauses of an update to what is to be recorded."""
