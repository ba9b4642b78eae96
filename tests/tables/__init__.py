"""Tests of the tables; those of engines and frames run where these are installed."""

import os
import shutil


def has_java() -> bool:
    """Tell whether Spark can be started."""
    return bool(os.environ.get("JAVA_HOME") or shutil.which("java"))
