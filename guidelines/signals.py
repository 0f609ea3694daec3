"""What the room tells others. text_published: sent inside the transaction, with version (DocumentVersion)."""

from django.dispatch import Signal

text_published = Signal()
