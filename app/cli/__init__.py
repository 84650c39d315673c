"""The commands an operator runs."""
