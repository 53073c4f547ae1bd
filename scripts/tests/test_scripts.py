"""What the scripts beside this folder promise."""

import os
import pathlib
import signal
import subprocess
import sys
import unittest

SCRIPTS = pathlib.Path(__file__).resolve().parent.parent


def counted(log):
    """The three numbers that count-results finds in a log."""
    done = subprocess.run(
        [SCRIPTS / "count-results"], input=log, capture_output=True, text=True, check=True
    )
    return tuple(int(number) for number in done.stdout.split())


class CountResults(unittest.TestCase):
    def test_cargo_test_adds_up_over_binaries(self):
        log = (
            "running 3 tests\n"
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.00s\n"
            "test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n"
        )
        self.assertEqual(counted(log), (13, 2, 1))

    def test_nextest_counts_timeouts_as_failures(self):
        log = "     Summary [   0.521s] 9 tests run: 6 passed (1 slow), 2 failed, 1 timed out, 4 skipped\n"
        self.assertEqual(counted(log), (6, 3, 4))

    def test_vitest_counts_tests_and_not_files(self):
        log = " Test Files  1 failed | 1 passed (2)\n      Tests  1 failed | 12 passed | 2 skipped (15)\n"
        self.assertEqual(counted(log), (12, 1, 2))

    def test_colours_hide_nothing(self):
        log = "\x1b[2m      Tests \x1b[22m \x1b[1m\x1b[32m4 passed\x1b[39m\x1b[22m\x1b[90m (4)\x1b[39m\n"
        self.assertEqual(counted(log), (4, 0, 0))

    def test_node_counts_a_cancelled_test_as_failed(self):
        for mark in "#", "ℹ":
            with self.subTest(mark=mark):
                log = f"{mark} tests 6\n{mark} pass 3\n{mark} fail 1\n{mark} cancelled 1\n{mark} skipped 1\n{mark} todo 0\n"
                self.assertEqual(counted(log), (3, 2, 1))

    def test_unittest_takes_failures_and_errors_off_the_total(self):
        log = "Ran 8 tests in 0.012s\n\nFAILED (failures=1, errors=2, skipped=1)\n"
        self.assertEqual(counted(log), (4, 3, 1))
        self.assertEqual(counted("Ran 1 test in 0.001s\n\nOK\n"), (1, 0, 0))

    def test_a_log_without_a_closing_line_counts_nothing(self):
        log = "test something ... ok\n5 passed their exam\nerror: could not compile `lectern`\n"
        self.assertEqual(counted(log), (0, 0, 0))


class Contained(unittest.TestCase):
    def run_contained(self, script):
        return subprocess.run(
            [SCRIPTS / "contained", "sh", "-c", script], capture_output=True, text=True, timeout=60
        )

    def test_the_status_is_the_commands(self):
        self.assertEqual(self.run_contained("exit 7").returncode, 7)
        self.assertEqual(self.run_contained("kill -s KILL $$").returncode, 128 + signal.SIGKILL)

    def test_a_missing_command_is_named(self):
        done = subprocess.run(
            [SCRIPTS / "contained", "no-such-command-here"], capture_output=True, text=True
        )
        self.assertEqual(done.returncode, 127)
        self.assertIn("no-such-command-here", done.stderr)

    def test_the_scratch_folder_is_there_and_then_gone(self):
        done = self.run_contained(
            'mkdir -m 0 "$LECTERN_SCRATCH/closed" && printf %s "$LECTERN_SCRATCH"'
        )
        self.assertEqual(done.returncode, 0)
        self.assertTrue(pathlib.Path(done.stdout).is_absolute())
        self.assertFalse(os.path.exists(done.stdout))

    def test_a_detached_process_is_ended_and_named(self):
        done = self.run_contained(
            'mkfifo "$LECTERN_SCRATCH/started"\n'
            "setsid sh -c 'echo $$; while :; do sleep 1; done' >\"$LECTERN_SCRATCH/started\" 2>&1 &\n"
            'read -r pid <"$LECTERN_SCRATCH/started"\n'
            'echo "$pid"\n'
        )
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stderr, r"ended: (.*, )?sh\b")
        self.assertFalse(os.path.exists(f"/proc/{int(done.stdout)}"))

    def test_a_process_that_ignores_the_polite_signal_is_ended(self):
        done = self.run_contained("(trap '' TERM; exec sleep 600 >/dev/null 2>&1) & echo $!")
        self.assertFalse(os.path.exists(f"/proc/{done.stdout.strip()}"))

    def test_an_interruption_ends_all_and_tidies(self):
        process = subprocess.Popen(
            [SCRIPTS / "contained", "sh", "-c", 'sleep 600 & echo "$! $LECTERN_SCRATCH"; wait'],
            stdout=subprocess.PIPE,
            text=True,
        )
        with process:
            pid, scratch = process.stdout.readline().split(None, 1)
            process.terminate()
            self.assertEqual(process.wait(timeout=60), 128 + signal.SIGTERM)
        self.assertFalse(os.path.exists(f"/proc/{pid}"))
        self.assertFalse(os.path.exists(scratch.strip()))


if __name__ == "__main__":
    sys.exit(unittest.main())
