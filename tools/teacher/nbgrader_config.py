"""How nbgrader works in this folder: start it here, as in the README."""

import os
from pathlib import Path

# One thread and one hash seed, as when the book was measured; set before
# nbgrader starts a kernel, which inherits them.
for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")
os.environ.setdefault("PYTHONHASHSEED", "0")
os.environ.setdefault("TQDM_DISABLE", "1")

c = get_config()

c.CourseDirectory.course_id = "once-upon-a-picture"
c.CourseDirectory.root = str(Path(__file__).parent.resolve())

# What a student finds where the solution was.
c.ClearSolutions.code_stub = {"python": "# Your answer goes above or here."}

# Chapters train small models: a cell may take minutes on a slow machine.
c.Execute.timeout = 1200
