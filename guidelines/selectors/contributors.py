"""What one city or organisation made public in a review: its released reports, its proposals, what became of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import slugify

from guidelines.choices import RoundState
from guidelines.models import Amendment, Contribution, ReviewRound
from guidelines.selectors.rounds import proposals_in, reports_of


@dataclass
class Contributor:
    """name: as most of its reports or proposals write it; reports: released ones only, in the order of the text, each
    with address and slug. Nothing here says whether there are others."""

    review: ReviewRound
    slug: str
    name: str
    reports: list[Contribution]
    proposals: list[Amendment]

    @property
    def url(self) -> str:
        return reverse("guidelines:contributor", args=[self.review.document.code, self.review.pk, self.slug])


def slug_of(name: str) -> str:
    """The part of an address that stands for a name; names without letters get a digest."""
    return slugify(name, allow_unicode=True) or hashlib.sha256(name.encode()).hexdigest()[:12]


def contributors(review: ReviewRound) -> dict[str, Contributor]:
    """By slug, sorted: who has released a report or made a public proposal in a review whose report is published. Three
    queries; before that nobody, and none."""
    if review.state != RoundState.REPORTED:
        return {}
    found: dict[str, Contributor] = {}
    names: dict[str, list[str]] = {}

    def of(name: str) -> Contributor:
        slug = slug_of(name)
        names.setdefault(slug, []).append(name)
        return found.setdefault(slug, Contributor(review, slug, name, [], []))

    for report in reports_of(review):
        if report.named:
            of(report.contributor).reports.append(report)
    for proposal in proposals_in(review):
        of(proposal.proposer).proposals.append(proposal)
    for slug, contributor in found.items():
        contributor.name = max(sorted(set(names[slug])), key=names[slug].count)
    return dict(sorted(found.items()))
