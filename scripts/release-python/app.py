"""A guest in Python, for scripts/release-check.sh: see the workflow lts."""

import json

from wit_world import exports


class Run(exports.Run):
    def run(self) -> None:
        print(json.dumps({"hello": "from Python", "sum": sum(range(10))}))
