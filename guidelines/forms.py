"""Forms of the room; each hands its cleaned values to a service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from guidelines.choices import AmendmentKind, AmendmentState, IndicatorRole, Progress, VersionStatus
from guidelines.models import GuidelineDocument, Indicator
from guidelines.selectors.indicators import not_attached_to

WIDE = {"rows": 6, "class": "input", "dir": "auto"}


class ProposeForm(forms.Form):
    """A proposal on a provision."""

    kind = forms.ChoiceField(
        label=_("What do you propose?"), choices=[c for c in AmendmentKind.choices if c[0] != "keep"]
    )
    proposed = forms.CharField(
        label=_("Wording"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs=WIDE),
        help_text=_(
            "Change the words where you want them changed; additions and deletions are marked for you. To divide the "
            "provision, write each of the new ones on a line of its own; to add one after it, only its own words. To "
            "delete it, leave the words as they are."
        ),
    )
    proposer = forms.CharField(label=_("City or organisation that proposes"), max_length=200)
    reason = forms.CharField(label=_("Reason"), max_length=6000, widget=forms.Textarea(attrs=WIDE))
    evidence = forms.CharField(
        label=_("Evidence"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={**WIDE, "rows": 3}),
        help_text=_(
            "One a line: the address of a practice or tool of this site, or a study with its title and its address."
        ),
    )


class DecideForm(forms.Form):
    """A decision on a proposal. revision: what the decider looked at."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (s.value, s.label) for s in (AmendmentState.ACCEPTED, AmendmentState.AMENDED, AmendmentState.REJECTED)
        ],
    )
    wording = forms.CharField(
        label=_("Accepted wording, if amended"), required=False, max_length=8000, widget=forms.Textarea(attrs=WIDE)
    )
    body = forms.CharField(label=_("Body that decided"), max_length=200)
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=4000, widget=forms.Textarea(attrs={**WIDE, "rows": 3})
    )
    day = forms.DateField(
        label=_("Day of the decision, if not today"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "input"}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class PrepareForm(forms.Form):
    """What editors enter before a decision: the recommendation to whoever decides, or what a body did."""

    recommendation = forms.CharField(
        label=_("Recommendation"), required=False, max_length=12000, widget=forms.Textarea(attrs={**WIDE, "rows": 4})
    )
    body = forms.CharField(label=_("Body that acted"), required=False, max_length=200)
    text = forms.CharField(
        label=_("What it did"), required=False, max_length=4000, widget=forms.Textarea(attrs={**WIDE, "rows": 3})
    )
    day = forms.DateField(
        label=_("Date"), required=False, widget=forms.DateInput(attrs={"type": "date", "class": "input"})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "prepare_%s")  # beside the decision and the comment, whose fields share names
        super().__init__(*args, **kwargs)


class CommentForm(forms.Form):
    """A contribution to the discussion."""

    speaker = forms.CharField(label=_("City or organisation"), max_length=200)
    text = forms.CharField(label=_("Comment"), max_length=4000, widget=forms.Textarea(attrs={**WIDE, "rows": 3}))


class PublishForm(forms.Form):
    """What is said of the next version."""

    status = forms.ChoiceField(label=_("Status"), choices=VersionStatus.choices[:2])
    date = forms.DateField(label=_("Date of the text"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    reference = forms.CharField(label=_("Reference"), required=False, max_length=400)
    note = forms.CharField(
        label=_("What changed and why"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={**WIDE, "rows": 3}),
    )


class EditForm(forms.Form):
    """A wording for the next version. revision: of the edit it started from."""

    wording = forms.CharField(label=_("Wording"), max_length=20000, widget=forms.Textarea(attrs={**WIDE, "rows": 10}))
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ImportForm(forms.Form):
    """A file with a new version."""

    file = forms.FileField(label=_("Plain text file"))
    status = forms.ChoiceField(label=_("Status"), choices=VersionStatus.choices)
    date = forms.DateField(label=_("Date of the text"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    reference = forms.CharField(label=_("Reference"), required=False, max_length=400)
    corrections = forms.FileField(
        label=_("Corrections of its alignment"),
        required=False,
        help_text=_("A file saved from the page of an earlier upload, or written by the command line."),
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > 5_000_000:
            raise forms.ValidationError(_("The file has more than 5 MB; a normative text is shorter."))
        return upload


class RoundForm(forms.Form):
    """A review round."""

    title = forms.CharField(label=_("Title"), max_length=160)
    invitation = forms.CharField(
        label=_("Invitation"), required=False, max_length=3000, widget=forms.Textarea(attrs=WIDE)
    )
    opens = forms.DateField(label=_("Opens"), widget=forms.DateInput(attrs={"type": "date"}))
    closes = forms.DateField(
        label=_("Closes"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The day ends at midnight, Coordinated Universal Time (UTC)."),
    )


class OfficeForm(forms.Form):
    """Where to write to a single asked organisation nobody has an account for."""

    email = forms.EmailField(
        label=_("E-mail address of the office"),
        required=False,
        help_text=_("An office's address, not a person's. Left out, nobody is written to: tell them yourself."),
    )
    language = forms.ChoiceField(label=_("Language of its letters"), choices=settings.LANGUAGES, required=False)

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or "en"


class ContributeForm(forms.Form):
    """What a contributor reports on one provision. draft: nothing has to be filled in yet."""

    contributor = forms.CharField(
        label=_("City or organisation"),
        max_length=200,
        error_messages={"required": _("Name the city or organisation.")},
    )
    progress = forms.ChoiceField(
        label=_("How far are you?"),
        choices=[("", "–"), *Progress.choices],
        error_messages={"required": _("Say how far you are.")},
    )
    text = forms.CharField(label=_("In your words"), required=False, max_length=3000, widget=forms.Textarea(attrs=WIDE))
    named = forms.BooleanField(
        label=_("This may be published under our name"),
        required=False,
        help_text=_(
            "Otherwise it enters the report as a number only; besides you, just the editors who write it read it."
        ),
    )

    def __init__(self, *args: Any, draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = field.required and not draft


class ReportForm(forms.Form):
    """The words of a round's report."""

    report = forms.CharField(label=_("What the review found"), widget=forms.Textarea(attrs={**WIDE, "rows": 12}))


class CorrectReportForm(ReportForm):
    """A corrected edition of a report. seen: the number of the edition that was looked at."""

    corrected = forms.CharField(
        label=_("What was corrected"),
        max_length=2000,
        widget=forms.Textarea(attrs={**WIDE, "rows": 3}),
        help_text=_("Published with the new edition, as is the reason."),
    )
    why = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={**WIDE, "rows": 3}))
    seen = forms.IntegerField(widget=forms.HiddenInput)


class CallForm(forms.Form):
    """A call for practices."""

    text = forms.CharField(
        label=_("What is looked for"), max_length=1000, widget=forms.Textarea(attrs={**WIDE, "rows": 3})
    )
    region = forms.CharField(label=_("Region"), required=False, max_length=60)


class AttachForm(forms.Form):
    """A provision an indicator is to be attached to."""

    document = forms.ChoiceField(label=_("Text"))
    address = forms.CharField(label=_("Provision"), max_length=120, help_text=_("As on its page, such as 25(d)."))
    role = forms.ChoiceField(label=_("What it tells"), choices=IndicatorRole.choices)
    note = forms.CharField(label=_("Why here"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = GuidelineDocument.objects.public().order_by("title")
        self.fields["document"].choices = list(texts.values_list("code", "title"))  # type: ignore[attr-defined]


class AttachHereForm(forms.Form):
    """An indicator to be attached to the provision shown. provision: its key."""

    indicator = forms.ModelChoiceField(label=_("Indicator"), queryset=Indicator.objects.none(), to_field_name="code")
    role = forms.ChoiceField(label=_("What it tells"), choices=IndicatorRole.choices)
    note = forms.CharField(label=_("Why here"), required=False, max_length=300)

    def __init__(self, *args: Any, provision: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = not_attached_to(provision)  # type: ignore[attr-defined]
