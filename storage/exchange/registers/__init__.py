"""The action log and the risk register in the layouts that councils use."""
