"""The page that reads a report already written and holds it against what was typed and what the records count."""
