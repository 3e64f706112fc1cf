"""How long records are kept, what holds them beyond, and how they are destroyed by a head's decision.

schedule  which rule of the law ends the time of which records; what no rule ends is kept
holds     giữ lại: acts of a head, and what holds by itself
planning  the list of what is due, and what is held and why: the same for the dry run and the run
erasing   the run: only the list that was shown, in one transaction, a tombstone for each record
"""
