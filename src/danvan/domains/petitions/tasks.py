"""What the worker finds of this domain: it looks for a module of this name."""

from danvan.domains.petitions.mailbox import jobs  # noqa: F401
