"""Cities, practices, tools and organisations with sensible contents.

CityPageFactory(country__code="CO"), PracticePageFactory(city=…, comparison="area"), ToolPageFactory(),
OrganisationFactory(). Pages are live unless `live=False`. Terms are made when missing: themes=["public-space"].
"""

from __future__ import annotations

from typing import Any

import factory
from django.utils import timezone
from wagtail.models import Collection, Locale, Page, Site

from cities.models import CityIndexPage, CityPage, Country, Organisation
from config.models import HomePage
from guidelines.models import (
    Approach,
    Indicator,
    Keyword,
    Lever,
    PopulationGroup,
    SdgGoal,
    SdgTarget,
    Theme,
    ThemeGroup,
)
from practices.models import (
    Adoption,
    BuildingBlock,
    Outcome,
    PracticeKeyword,
    PracticePage,
    PracticePopulation,
    PracticeProvision,
    PracticeSdgTarget,
    PracticeSource,
    PracticeTheme,
    Precondition,
    ToolIndexPage,
    ToolPage,
    ToolTheme,
)

COUNTRIES = {
    "CO": ("COL", "170", "Colombia", "419", "005", "upper-middle"),
    "ZA": ("ZAF", "710", "South Africa", "002", "018", "upper-middle"),
    "KE": ("KEN", "404", "Kenya", "002", "014", "lower-middle"),
    "GB": ("GBR", "826", "United Kingdom", "150", "154", "high"),
    "IN": ("IND", "356", "India", "142", "034", "lower-middle"),
}  # fmt: skip
EXTRA = ("city", "comparison", "themes", "keywords")  # arguments that are no fields
PARTS = (
    "outcomes",
    "blocks",
    "preconditions",
    "sources",
    "stakeholders",
    "steps",
    "evaluations",
    "adoptions",
    "translations",
    "sdg_links",
    "provisions",
    "population",
    "tools",
    "city_languages",
    "powers",
    "indicators",
    "actors",
    "priorities",
    "experience",
    "further_city_links",
)


def home() -> HomePage:
    """The site's home page, made when missing."""
    # Rows that Wagtail's migrations make; a test with real transactions empties every table behind itself.
    Locale.objects.get_or_create(language_code="en")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    found = HomePage.objects.first()
    if found:
        return found
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    made: HomePage = root.add_child(instance=HomePage(title="Home", slug="home-test", headline="Home"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": made}
    )
    return made


def index(model: Any, slug: str) -> Any:
    """An index page below home, made when missing."""
    return model.objects.first() or home().add_child(instance=model(title=slug.title(), slug=slug))


def term(model: Any, code: str, **more: Any) -> Any:
    """A vocabulary term, made when missing."""
    return model.objects.filter(code=code).first() or model.objects.create(
        code=code, labels={"en": code.replace("-", " ").capitalize()}, **more
    )


def theme(code: str, group: str = "governance") -> Theme:
    found: Theme = Theme.objects.filter(code=code).first() or term(Theme, code, group=term(ThemeGroup, group))
    return found


def sdg(code: str) -> SdgTarget:
    found: SdgTarget = SdgTarget.objects.filter(code=code).first() or term(
        SdgTarget, code, goal=term(SdgGoal, code.split(".")[0])
    )
    return found


def indicator(code: str = "lit-streets") -> Indicator:
    """An indicator made up for tests, the same one for the same code."""
    words = {
        "labels": {"en": "Lit streets", "fr": "Rues éclairées"},
        "definition": "The share of streets that have light.",
        "unit": "% of streets",
        "numerator": "Streets with light",
        "method": "Counted at night.",
        "limits": "Not whether people feel safe.",
        "source_title": "Manual of streets",
        "source_url": "https://example.org/streets",
    }
    found: Indicator = Indicator.objects.get_or_create(code=code, defaults=words)[0]
    return found


class CountryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Country
        django_get_or_create = ("code",)

    code = "CO"
    iso3 = factory.LazyAttribute(lambda o: COUNTRIES.get(o.code, (f"{o.code}X",))[0])
    m49 = factory.LazyAttribute(lambda o: COUNTRIES[o.code][1])
    names = factory.LazyAttribute(lambda o: {"en": COUNTRIES[o.code][2]})
    region = factory.LazyAttribute(lambda o: COUNTRIES[o.code][3])
    subregion = factory.LazyAttribute(lambda o: COUNTRIES[o.code][4])
    income_group = factory.LazyAttribute(lambda o: COUNTRIES[o.code][5])


class PageFactory(factory.django.DjangoModelFactory):
    """Saves below a parent, the way Wagtail does."""

    class Meta:
        abstract = True

    live = True

    @classmethod
    def below(cls, extra: dict[str, Any]) -> Any:
        """The parent page."""
        raise NotImplementedError

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        extra = {name: kwargs.pop(name) for name in EXTRA if name in kwargs}
        parent = cls.below(extra)
        parent.refresh_from_db()
        parts = {name: kwargs.pop(name) for name in list(kwargs) if name in PARTS}
        page = model_class(*args, **kwargs)
        page.slug = page.slug or page.code
        if page.live:
            page.first_published_at = page.last_published_at = timezone.now()
        cls.fill(page, extra)
        for name, rows in parts.items():
            setattr(page, name, rows)
        parent.add_child(instance=page)
        return model_class.objects.get(pk=page.pk)

    @classmethod
    def fill(cls, page: Any, extra: dict[str, Any]) -> None:
        """Parts of the page that must be there before it is saved."""


class CityPageFactory(PageFactory):
    class Meta:
        model = CityPage

    class Params:
        demo = factory.Trait(demonstration=True)

    code = factory.Sequence(lambda n: f"city-{n}")
    title = factory.LazyAttribute(lambda o: o.code.replace("-", " ").title())
    country = factory.SubFactory(CountryFactory)
    latitude, longitude = 4.61, -74.08
    population, population_year = 750_000, 2020
    summary = "A city of the tests."

    @classmethod
    def below(cls, extra: dict[str, Any]) -> Any:
        return index(CityIndexPage, "cities")


class PracticePageFactory(PageFactory):
    """Traits: bare (nothing but a title), observed (E2), compared (E3), failed (did not work), anonymised,
    network_only, draft. parts: lists of unsaved children replace the usual ones (outcomes=[Outcome(…)])."""

    class Meta:
        model = PracticePage

    class Params:
        bare = factory.Trait(problem="", mechanism="", intervention="", claim="")
        draft = factory.Trait(live=False)
        failed = factory.Trait(kind="did-not-work", failure_modes=["dose"], failure_noticed="After a year.")
        anonymised = factory.Trait(kind="did-not-work", failure_modes=["harm"], failure_visibility="anonymised")
        network_only = factory.Trait(kind="did-not-work", failure_modes=["harm"], failure_visibility="network-only")

    code = factory.Sequence(lambda n: f"practice-{n}")
    title = factory.LazyAttribute(lambda o: f"Lighting the way home {o.code}")
    claim = "More people walk at night than before."
    summary = "New lamps along the way from the station."
    problem = "People avoid the way from the station after dark."
    mechanism = "Light lets people see and be seen."
    intervention = "Lamps every thirty metres."
    start = "2018"
    scale = "neighbourhood"
    city = None
    comparison = "before-after"
    themes = ("public-space",)
    keywords = ("lamps",)

    @classmethod
    def below(cls, extra: dict[str, Any]) -> Any:
        return extra["city"] or CityPageFactory()

    @classmethod
    def fill(cls, page: Any, extra: dict[str, Any]) -> None:
        page.theme_links = [PracticeTheme(tag=theme(code)) for code in extra["themes"]]
        page.keyword_links = [
            PracticeKeyword(tag=Keyword.objects.get_or_create(name=word, slug=word)[0]) for word in extra["keywords"]
        ]
        page.approaches = [term(Approach, "situational")]
        page.levers = [term(Lever, "planning-design")]
        page.population = [PracticePopulation(group=term(PopulationGroup, "women-girls"), role="beneficiary")]
        page.sdg_links = [PracticeSdgTarget(tag=sdg("11.7"), relation="direct")]
        page.provisions = [PracticeProvision(document="un-safer-cities-guidelines", address="26(f)(i)", role="implements")]
        page.blocks = [BuildingBlock(name="Lamps", kind="core", description="Even light")]
        page.preconditions = [Precondition(kind="money", title="A maintenance budget", need="must")]
        page.sources = [PracticeSource(key="study", kind="article", title="A study of lamps", year=2020)]
        page.outcomes = [
            Outcome(
                outcome="perceived-safety",
                indicator="Feels safe after dark",
                baseline=40,
                result=55,
                unit="%",
                comparison=extra["comparison"],
                direction="positive",
                sources=["study"],
            )
        ]


class ToolPageFactory(PageFactory):
    class Meta:
        model = ToolPage

    code = factory.Sequence(lambda n: f"tool-{n}")
    title = factory.LazyAttribute(lambda o: f"Walk together {o.code}")
    kind = "audit"
    summary = "Residents walk a route and note what they see."
    steps = factory.LazyFunction(lambda: ["25(d)"])
    languages = factory.LazyFunction(lambda: ["en"])

    @classmethod
    def below(cls, extra: dict[str, Any]) -> Any:
        return index(ToolIndexPage, "tools")

    @classmethod
    def fill(cls, page: Any, extra: dict[str, Any]) -> None:
        page.theme_links = [ToolTheme(tag=theme("diagnosis-audits", "knowledge"))]


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    code = factory.Sequence(lambda n: f"organisation-{n}")
    name = factory.LazyAttribute(lambda o: o.code.replace("-", " ").title())
    kind = "network"
    regions = factory.LazyFunction(lambda: ["419"])
    languages = factory.LazyFunction(lambda: ["en", "es"])


def adopt(practice: PracticePage, city: CityPage, direction: str = "positive", status: str = "adopted") -> Adoption:
    """Another city takes the practice up."""
    return Adoption.objects.create(practice=practice, city=city, status=status, direction=direction, year="2021")
