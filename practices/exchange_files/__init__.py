"""Records in files: tables and JSON in and out, and a record as a document.

precheck, reading → columns → judging → planning (all without writing) → applying (batches with checkpoints).
"""
