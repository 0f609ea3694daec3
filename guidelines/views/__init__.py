"""Pages of the room: parse, call a selector, render."""
