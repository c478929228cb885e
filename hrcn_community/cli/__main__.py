"""`python -m hrcn_community.cli` is `hrcn`."""

from hrcn_community.cli import main

main()
