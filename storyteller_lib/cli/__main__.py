"""``python -m storyteller_lib.cli``, for launchers of several processes.

Chapter: book/13_scaling_up
"""

from storyteller_lib.cli import main

if __name__ == "__main__":
    main()
