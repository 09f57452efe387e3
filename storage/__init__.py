"""The record: what is true about the improvement plan, and the rules that keep it so."""
