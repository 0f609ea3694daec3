"""Words drawn on the pages of a PDF in every script of the site. A leaf: it knows no room and no Django, so that every
room may use it."""
