"""Drain3 with its defaults over the lines of a file; the cluster of each goes to standard output.

Needs `pip install drain3==0.9.11`. It has no way to find a header, and gets the lines as they are.
"""

import json
import logging
import sys

from drain3 import TemplateMiner

logging.disable(logging.CRITICAL)
miner = TemplateMiner()
out = []
with open(sys.argv[1], encoding="utf-8", errors="replace") as log:
    for number, line in enumerate(log, 1):
        cluster = miner.add_log_message(line.rstrip("\r\n"))["cluster_id"]
        out.append(json.dumps({"line": number, "pattern": cluster}))
sys.stdout.write("\n".join(out))
