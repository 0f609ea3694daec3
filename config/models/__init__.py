"""Models that belong to the site as a whole: accounts, the home page, plain information pages."""

from config.models.pages import HomePage, InfoPage
from config.models.users import User

__all__ = ["HomePage", "InfoPage", "User"]
