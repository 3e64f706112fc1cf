"""Letters that resemble each other, in any unit: found, proposed with reasons, joined or refused by a person.

Only letters whose personal details were released stand in the index, so never a tố cáo and never an unclassified one.
"""
