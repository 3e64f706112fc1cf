"""Log-in of officers: accounts are given by the unit's administrator, never opened by a visitor."""

from allauth.account.adapter import DefaultAccountAdapter


class ClosedAdapter(DefaultAccountAdapter):
    """Refuses public sign-up."""

    def is_open_for_signup(self, request) -> bool:
        return False
