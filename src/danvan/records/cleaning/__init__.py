"""Strangers' files written anew without what they tell of place, device and author, and without what would run.

Called in the process that `records/files/apart.py` starts; bytes in, (what is told, bytes) out. No Django here.
"""
