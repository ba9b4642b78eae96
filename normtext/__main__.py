"""``python -m normtext``."""

import sys

from normtext.cli import main

if __name__ == "__main__":
    sys.exit(main())
