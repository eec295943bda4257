"""The Lambda functions: one folder per trigger and one for all steps, each with a `handler.py`."""
