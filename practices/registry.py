"""Field classes of practices and tools: the record is public once published, its keeping is not."""

from __future__ import annotations

from config.field_classes import PERSONAL, PUBLIC, UNPUBLISHED, FieldClass, FieldRegistry


def fields(field_class: FieldClass, names: str) -> dict[str, FieldClass]:
    """The same class for several fields, named with spaces between."""
    return dict.fromkeys(names.split(), field_class)


ROW = fields(UNPUBLISHED, "id sort_order")
SOURCE = fields(PUBLIC, "key kind authors title year publisher journal doi url note")
LINK = {
    **fields(PUBLIC, "provision document address role"),
    **fields(UNPUBLISHED, "wording_hash state reason checked_at"),
    "checked_by": PERSONAL,
}

FIELDS: FieldRegistry = {
    "practices.PracticePage": {
        **fields(
            PUBLIC,
            (
                "page_ptr code claim summary kind scale lead_organisation start end lifecycle record_depth "
                "stub grade direction richness cost_band context card words public_id problem causes alternatives "
                "why_this why_scale intervention mechanism staffing training data_safeguards legal_background "
                "powers_needed cost_one_off cost_yearly cost_currency cost_year cost_note cost_sources "
                "funding fte setup_months first_effect_months success_factors limiting_factors obstacles "
                "leader community_groups investors negotiation displacement unintended rights_risks worse_off "
                "economics not_fit minimum_scale first_steps manual sustain who_pays_now failure_modes "
                "failure_noticed failure_differently failure_still_worked failure_visibility willing_to "
                "language rights confirmation last_confirmed rests_on editorial themes keywords "
                "approaches levers justice tools"
            ),
        ),
        **fields(UNPUBLISHED, "consent next_check change_note"),
        "deputy": PERSONAL,
    },
    "practices.Adoption": {
        **ROW,
        **fields(PUBLIC, "practice city status year blocks changes result direction sources"),
        **fields(UNPUBLISHED, "exchange reported"),
    },
    "practices.LoadedRecord": {**fields(UNPUBLISHED, "id kind code file_hash site_hash loaded_at")},
    "practices.BuildingBlock": {**ROW, **fields(PUBLIC, "practice name description kind enabling lesson")},
    "practices.PracticeStep": {**ROW, **fields(PUBLIC, "practice when title description")},
    "practices.Stakeholder": {**ROW, **fields(PUBLIC, "practice name role")},
    "practices.Precondition": {**ROW, **fields(PUBLIC, "practice kind title need note")},
    "practices.Evaluation": {
        **ROW,
        **fields(PUBLIC, "practice evaluator organisation design period quality sources"),
    },
    "practices.PracticeSource": {**ROW, **SOURCE, "practice": PUBLIC},
    "practices.ToolIndexPage": {**fields(PUBLIC, "page_ptr introduction")},
    "practices.ToolPage": {
        **fields(
            PUBLIC,
            (
                "page_ptr code summary kind steps languages licence cost cost_note skills offline data_kept "
                "makers website year stub themes population rests_on"
            ),
        ),
    },
    "practices.ToolTheme": {**fields(PUBLIC, "tag content_object"), "id": UNPUBLISHED},
    "practices.ToolSource": {**ROW, **SOURCE, "tool": PUBLIC},
    "practices.PracticeTheme": {**fields(PUBLIC, "tag content_object"), "id": UNPUBLISHED},
    "practices.PracticeKeyword": {**fields(PUBLIC, "tag content_object"), "id": UNPUBLISHED},
    "practices.PracticeSdgTarget": {**fields(PUBLIC, "tag content_object relation"), "id": UNPUBLISHED},
    "practices.PracticePopulation": {**ROW, **fields(PUBLIC, "practice group role")},
    "practices.FurtherCity": {**ROW, **fields(PUBLIC, "practice city")},
    "practices.PracticeProvision": {**ROW, **LINK, "practice": PUBLIC},
    "practices.ToolProvision": {**ROW, **LINK, "tool": PUBLIC},
    "practices.Outcome": {
        **ROW,
        **fields(
            PUBLIC,
            (
                "practice outcome level indicator baseline comparison_value result unit baseline_date result_date "
                "population comparison comparison_note effect direction sites independent sources computed_grade "
                "grade_override grade_override_reason"
            ),
        ),
    },
    "practices.Submission": {
        **fields(UNPUBLISHED, "id practice city state state_since revision due decision_reason asks version"),
        "submitted_by": PERSONAL,
    },
    "practices.ReviewAssignment": {
        **fields(
            UNPUBLISHED,
            ("id submission asked due conflict declined revision advice opinion publish_opinion done reminded"),
        ),
        "reviewer": PERSONAL,
    },
    "practices.FieldQuestion": {
        **fields(UNPUBLISHED, "id submission field asked settled"),
        "asked_by": PERSONAL,
    },
    "practices.FieldRemark": {**fields(UNPUBLISHED, "id question text at"), "by": PERSONAL},
    "practices.SignOff": {
        **fields(UNPUBLISHED, "id submission revision content_hash by_link at"),
        "by": PERSONAL,
    },
    "practices.Dispute": {
        **fields(UNPUBLISHED, "id submission raised text answer upheld answered"),
        **fields(PERSONAL, "raised_by answered_by"),
    },
    "practices.SubmissionEvent": {
        **fields(UNPUBLISHED, "id submission verb detail revision at"),
        "by": PERSONAL,
    },
    "practices.PracticeTranslation": {
        **ROW,
        **fields(PUBLIC, "practice language status title claim summary fields"),
    },
    "practices.ProfileDraft": {
        **fields(UNPUBLISHED, "id city revision version changed signed content_hash seen"),
        **fields(PERSONAL, "changed_by signed_by"),
    },
    "practices.ImportRun": {
        **dict.fromkeys(
            ("id", "file_hash", "file_name", "city", "made", "counts", "work", "batches", "finished"), UNPUBLISHED
        ),
        "by": PERSONAL,
    },
    "practices.ImportBatch": dict.fromkeys(("id", "run", "number", "rows", "at"), UNPUBLISHED),
    "practices.ImportedRecord": dict.fromkeys(("id", "kind", "code", "row_hash", "site_hash", "run"), UNPUBLISHED),
}
