"""Signing in: what stands between a visitor and an account. Rights come after it, from `danvan.org.roles`.

adapter         accounts are given, never opened; letters, sentences and limits around the password
factors         who must hold a second factor, and the page that leads there
sealing         secrets of factors at rest
single_sign_on  the province's own identity provider (OpenID Connect)
linking         which account an identity of the provider belongs to
sessions_page   where the account is signed in, in words
clearing        what has run out goes, once a day
letters         recovery and warning letters, written by the worker
passwords       words that are common here
command         what the operator does at the machine
options         what all of it reads from the environment
"""
