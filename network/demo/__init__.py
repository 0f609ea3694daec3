"""The demonstration network: thirty fictional cities, a running round and one at its invitations."""
