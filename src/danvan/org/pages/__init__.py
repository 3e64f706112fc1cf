"""Pages by which people are added, rights given, lent and taken back. Each page is one act, said in its title."""
