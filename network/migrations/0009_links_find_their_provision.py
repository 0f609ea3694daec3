"""Links of exchanges to provisions, kept by "text/key" so far, find the provision and the wording they were made for.

Which wording that was, the trail of the programme tells: the version in force when the link was added. Where the trail
is silent it is taken to be the one in force. A link whose words have changed since, or that names nothing, is flagged.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import Q


def provision_of(apps: Any, code: str) -> Any:
    """The provision behind "text/key" or, in old links, an address alone; None when there is none."""
    text, _sign, key = code.rpartition("/")
    if text:
        return apps.get_model("guidelines", "Provision").objects.filter(document__code=text, key=key).first()
    rows = apps.get_model("guidelines", "ProvisionVersion").objects.filter(version__translation_of=None)
    row = rows.filter(Q(address__iexact=code) | Q(slug__iexact=code)).order_by("-version__number", "pk").first()
    return row.provision if row else None


def standing(apps: Any, link: Any) -> tuple[str, str]:
    """(hash of the wording the link was made for, why it is in doubt or "") by the trail and the published versions."""
    texts = {"translation_of": None, "structure_only": False, "document": link.provision.document_id}
    versions = apps.get_model("guidelines", "DocumentVersion").objects.filter(**texts).order_by("number")
    wordings = apps.get_model("guidelines", "ProvisionVersion").objects.filter(provision=link.provision)
    by_version = dict(wordings.values_list("version", "wording_hash"))
    entry = (
        apps.get_model("network", "AuditEntry")
        .objects.filter(object=f"network.link:{link.pk}", verb="link added")
        .order_by("pk")
        .first()
    )
    had = versions.filter(published_at__lte=entry.at).last() if entry else None
    latest = versions.last()
    if latest is None:
        return "", ""
    known = [by_version[v.pk] for v in versions if v.pk in by_version and (had is None or v.number <= had.number)]
    made_for = known[-1] if known else ""
    since = {"source": link.provision, "version__document": latest.document_id}
    if had is not None:
        since["version__number__gt"] = had.number
    kinds = set(apps.get_model("guidelines", "Lineage").objects.filter(**since).values_list("kind", flat=True))
    if "merged" in kinds and (had is not None or latest.pk not in by_version):
        return made_for, "merged"
    if latest.pk not in by_version:
        return made_for, "deleted"
    if had is not None and "split" in kinds:
        return made_for, "split"
    return made_for, "reworded" if made_for and by_version[latest.pk] != made_for else ""


def find(apps: Any, schema_editor: Any) -> None:
    """Fill provision, wording and state of every link to a provision; repeating it changes nothing."""
    links = apps.get_model("network", "Link").objects
    for link in links.filter(kind="provision", provision=None):
        link.provision = provision_of(apps, link.code)
        link.wording_hash, link.reason = standing(apps, link) if link.provision else ("", "deleted")
        link.state = "check" if link.reason else "current"
        code = f"{link.provision.document.code}/{link.provision.key}" if link.provision else link.code
        if not links.filter(exchange=link.exchange_id, kind="provision", code=code).exclude(pk=link.pk).exists():
            link.code = code  # else the room has it twice; one of the two is removed by hand
        link.save()


class Migration(migrations.Migration):
    dependencies = [("network", "0008_links_remember_the_wording")]
    operations = [migrations.RunPython(find, migrations.RunPython.noop)]
