"""Runs checks one by one and counts them."""

import sys
import traceback

from . import rpc


class Report:
    """What passed, what failed, what could not run here."""

    def __init__(self, only=""):
        self.only = only
        self.passed = 0
        self.failed = 0
        self.skipped = 0

    def check(self, sentence, body):
        """Runs one check: it fails by any exception."""
        if self.only not in sentence:
            return
        try:
            body()
        except Exception:  # pylint: disable=broad-except
            self.failed += 1
            print(f"FAILED   {sentence}\n{traceback.format_exc()}", flush=True)
        else:
            self.passed += 1
            print(f"passed   {sentence}", flush=True)

    def skip(self, sentence, reason):
        self.skipped += 1
        print(f"skipped  {sentence}: {reason}", flush=True)

    def finish(self):
        note = f", {self.skipped} skipped" if self.skipped else ""
        print(f"{self.passed} passed, {self.failed} failed{note}")
        sys.exit(1 if self.failed or not self.passed else 0)


def refused(body, code, reason=None):
    """Asserts that a call is refused with that code and, where one is named, that reason;
    returns the whole answer."""
    try:
        body()
    except rpc.CallFailed as failure:
        assert failure.code == code and reason in (None, failure.reason), f"refused with {failure}"
        return failure.response
    raise AssertionError(f"not refused; {code} {reason} expected")
