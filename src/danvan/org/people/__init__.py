"""What is done to people and their rights: one function for each act, each in one transaction with its line in the book.

`persons` adds people and locks accounts, `posts` and `granting` say what they hold, `delegating` lends it for a time,
`tokens` lets a machine in; `managing` says who may do this to whom, `book` writes it down.
"""
