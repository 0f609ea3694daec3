"""Reading files into the room: pure parsers, plans that can be printed, and their application."""
