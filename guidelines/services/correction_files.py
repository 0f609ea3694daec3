"""Corrections of an import from and to a file, for the command line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from guidelines.importers.corrections import CorrectionsFile, read_corrections, refuse_other_plan, written_corrections
from guidelines.services.correcting import ImportNotPossible, correct
from guidelines.services.importing import ImportPlan
from guidelines.text.corrections import Corrections


def corrected_plan(plan: ImportPlan, *, read: Path | None, write: Path | None) -> tuple[ImportPlan, Corrections]:
    """The plan as corrections leave it, to be printed, and the corrections, to be applied to the plan.

    read: file to take them from; write: file to write them and what was found to. Raises OSError, BadCorrections,
    CorrectionsNotPossible, and ImportNotPossible when there is nothing to align with.
    """
    if read is None and write is None:
        return plan, Corrections()
    if plan.document is None or plan.current is None or plan.alignment is None:
        raise ImportNotPossible(
            "there is no version in force to align this text with, so there is nothing to correct; leave out "
            "--corrections and --write-corrections"
        )
    here = (plan.document.code, plan.current.number, plan.parsed.source_hash)
    file = read_corrections(read.read_bytes()) if read else CorrectionsFile()
    refuse_other_plan(file, document=here[0], against=here[1], source=here[2])
    if write:
        text = written_corrections(CorrectionsFile(file.corrections, *here), plan.alignment)
        write.write_text(text, encoding="utf-8")
    return replace(plan, alignment=correct(plan.alignment, file.corrections)), file.corrections
