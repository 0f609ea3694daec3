"""The living record: is it still true, who took it up, who objects, and who is reminded."""
