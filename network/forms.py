"""Forms of the exchange; what they mean is checked by the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.choices import NEVER_MET, ActionState, Change, ClosingReason, Format, ProgrammeKind


class Day(forms.DateInput):
    """A browser's own calendar."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class ProgrammeForm(forms.Form):
    """A new programme and its first coordinator."""

    name = forms.CharField(label=_("Name"), max_length=120)
    code = forms.SlugField(label=_("Code"), max_length=60, help_text=_("Letters, digits and hyphens."))
    kind = forms.ChoiceField(label=_("What holds its cities together"), choices=ProgrammeKind.choices)
    description = forms.CharField(
        label=_("What it is for"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    coordinator = forms.EmailField(
        label=_("E-mail of its coordinator"), help_text=_("An account of this site; more can be named later.")
    )


class HandOverForm(forms.Form):
    """Who takes over, and what the person should know."""

    email = forms.EmailField(label=_("E-mail of the person who takes over"), help_text=_("An account of this site."))
    note = forms.CharField(
        label=_("What your successor should know"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Sent by e-mail to that person only."),
    )
    sure = forms.BooleanField(label=_("I lose access to this programme at once."))


class DatesForm(forms.Form):
    """The days of a round."""

    survey_opens = forms.DateField(label=_("Survey opens"), widget=Day)
    survey_closes = forms.DateField(label=_("Survey closes"), widget=Day)
    answers_due = forms.DateField(label=_("Invitations are answered by"), widget=Day)
    begins = forms.DateField(label=_("Exchanges begin"), widget=Day)
    ends = forms.DateField(label=_("Exchanges end"), widget=Day, help_text=_("Four months are usual."))


class RoundForm(DatesForm):
    """A new round."""

    title = forms.CharField(label=_("Title"), max_length=120)
    code = forms.SlugField(
        label=_("Code"), max_length=60, help_text=_("Letters, digits and hyphens; once a programme.")
    )
    field_order = ("title", "code")
    other_country = forms.BooleanField(label=_("Only partners from another country"), required=False)


class ScopeForm(forms.Form):
    """One to three guiding questions, fixed before the first meeting."""

    question_1 = forms.CharField(label=_("First question"), max_length=200)
    question_2 = forms.CharField(label=_("Second question"), max_length=200, required=False)
    question_3 = forms.CharField(label=_("Third question"), max_length=200, required=False)
    format = forms.ChoiceField(label=_("How you meet"), choices=Format.choices)

    def questions(self) -> list[str]:
        """The questions that were asked."""
        return [text for n in (1, 2, 3) if (text := self.cleaned_data.get(f"question_{n}", "").strip())]


class MeetingForm(forms.Form):
    """A meeting, typed in the person's own zone."""

    title = forms.CharField(label=_("What for"), max_length=120)
    begins = forms.DateTimeField(
        label=_("Begins"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=15, max_value=3 * 24 * 60, initial=120)
    place = forms.CharField(label=_("Place or link"), max_length=300, required=False)


class ActionForm(forms.Form):
    """A step a city promises."""

    what = forms.CharField(label=_("What"), max_length=300)
    due = forms.DateField(label=_("Due"), widget=Day)
    indicator = forms.CharField(label=_("How we will know"), max_length=200, required=False)


class ActionUpdateForm(forms.Form):
    """How far an action is."""

    state = forms.ChoiceField(label=_("How far is it?"), choices=ActionState.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("A word on it"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class CheckForm(forms.Form):
    """What came of it."""

    change = forms.ChoiceField(label=_("What has changed at home?"), choices=Change.choices, widget=forms.RadioSelect)
    what = forms.CharField(
        label=_("In your words"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    evidence = forms.CharField(
        label=_("How do you know?"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    gain = forms.TypedChoiceField(
        label=_("How useful was the exchange so far?"),
        coerce=int,
        required=False,
        empty_value=None,
        choices=[(n, str(n)) for n in range(1, 6)],
        widget=forms.RadioSelect,
        help_text=_("1 not at all, 5 very."),
    )
    practice = forms.SlugField(
        label=_("Code of the practice you took something from"),
        required=False,
        max_length=80,
        help_text=_("The last part of its address; an adoption is recorded with your consent."),
    )


class CloseForm(forms.Form):
    """Why an exchange ends."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=[(code, label) for code, label in ClosingReason.choices if code not in NEVER_MET]
    )
    note = forms.CharField(label=_("Note"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(forms.Form):
    """A city's answer to an invitation."""

    accepts = forms.TypedChoiceField(
        label=_("Your answer"),
        coerce=lambda v: v == "yes",
        widget=forms.RadioSelect,
        choices=[("yes", _("We take part")), ("no", _("We cannot take part"))],
    )
    reason = forms.CharField(
        label=_("If not, why? Only the coordinator sees it."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ContactsForm(forms.Form):
    """Whom partners turn to when all have said yes."""

    contact_name = forms.CharField(label=_("Focal point"), max_length=120)
    contact_email = forms.EmailField(label=_("E-mail of the focal point"), max_length=200)
    deputy_name = forms.CharField(label=_("Deputy"), max_length=120, required=False)
    deputy_email = forms.EmailField(label=_("E-mail of the deputy"), max_length=200, required=False)


class AnswersFileForm(forms.Form):
    """A spreadsheet of answers."""

    file = forms.FileField(label=_("Spreadsheet (.xlsx)"))
