"""The grammar as data and its reading: words (lexicon.toml), and what a figure means (rules.toml)."""
