"""KG_REQUIRE turns skips into failures."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

TESTS = """
import pytest

def test_skipped(): pytest.skip("needs Jena (apt-get install libapache-jena-java)")
def test_other(): pytest.skip("needs Virtuoso")
@pytest.mark.xfail
def test_expected(): raise AssertionError("Jena")
"""


@pytest.mark.parametrize(
    ("required", "status", "said"),
    [
        ("", 0, "2 skipped, 1 xfailed"),
        ("jena", 1, "KG_REQUIRE has jena, and this was left out: Skipped: needs Jena"),
        ("jenna", 4, "KG_REQUIRE: no jenna; choose from browser, jena"),
    ],
)
def test_skips_for_want_of_what_is_required_fail(tmp_path, required, status, said):
    (tmp_path / "conftest.py").write_text(
        "from tests.conftest import pytest_configure, pytest_make_collect_report, pytest_runtest_makereport\n",
        encoding="utf-8",
    )
    (tmp_path / "test_some.py").write_text(TESTS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", ".", "test_some.py"],
        cwd=tmp_path,
        env={**os.environ, "KG_REQUIRE": required, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, said in done.stdout + done.stderr) == (status, True), done.stdout + done.stderr
