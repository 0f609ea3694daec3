"""Every address of the site. Pages come last: whatever no view answers is looked up in the page tree."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from django.views.decorators.http import require_safe
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from config import views
from config.api import api
from config.sitemaps import sitemaps

handler400 = "config.views.bad_request"
handler500 = "config.views.server_error"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", require_safe(sitemap), {"sitemaps": sitemaps()}, name="sitemap"),
    path("language/", set_language, name="set_language"),
    path("admin/login/", views.admin_login, name="wagtailadmin_login"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/openapi.json", require_safe(views.openapi), name="openapi"),
    path("api/v1/", api.urls),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]

urlpatterns += i18n_patterns(
    path("accounts/", include("allauth.urls")),
    path("", include("search.urls")),
    path("", include("guidelines.urls")),
    path("", include("cities.urls")),
    path("", include("practices.urls")),
    path("", include("network.urls")),
    path("", include("config.site_urls")),
    path("_util/login/", views.page_login),  # Wagtail's own would let a password alone in
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
