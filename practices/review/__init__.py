"""From a city's draft to a published record: submission, review, sign-off, publication, dispute."""
