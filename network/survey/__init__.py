"""The intake survey: its versioned questions, the checking of answers, and what they mean to the matching. Pure."""
