"""What machines ask, with a token in place of a log-in: units, records, duties and rules, to be read and never changed.

The room is thin: it asks the same functions as the desk, with the token's `Machine` where the desk has an account, so
nothing can be seen here that its owner could not see there.
"""
