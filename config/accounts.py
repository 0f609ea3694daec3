"""How accounts come about: by invitation of a city lead or coordinator, or by open registration for readers."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """allauth's behaviour with this site's rules; permission to register is open, roles are given by invitation."""
