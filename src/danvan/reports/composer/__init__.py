"""The officer's one screen of a report, and the leader's page to sign it on a phone."""
