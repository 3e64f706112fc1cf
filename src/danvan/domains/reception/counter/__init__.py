"""Quầy tiếp công dân: one screen for a visit, from the scan of a card to the printed slip."""
