"""Signed packages between a machine apart and the installation with a network: numbers and lists, never an identity."""
