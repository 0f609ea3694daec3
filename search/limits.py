"""Every limit of the public search, in one place; the API's description and the error messages read them here."""

QUERY_CHARACTERS = 200
QUERY_TERMS = 20
PASSAGE_CHARACTERS = 20_000  # of a passage a program gives (Query.passage); the public form never does
PAGE_SIZE = 20
PAGE_SIZE_MAX = 50
DEPTH = 1_000  # hits that can be paged through; beyond it the person narrows the search
FACETS = 32  # facets counted in one request
FACET_VALUES = 50  # values listed per facet; "truncated" says there are more
FACET_VALUES_MAX = 500  # when a single facet is opened in full
SELECTED_VALUES = 30  # ticked values over all facets
PREFIX_CHARACTERS = 60
SUGGESTIONS = 8
SIMILAR = 6
EXPORT_ROWS = 1_000
PAGE_FACET_VALUES = (
    60  # values of a facet fetched for the page: enough for a tree's groups and their commonest branches
)
FLAT_VALUES = 12  # values of a facet without branches shown before "show more"
CODE_CHARACTERS = 200  # of one ticked value
MAP_SIZE = 50  # results on the map
FEED_ENTRIES = 20
