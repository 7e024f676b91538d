"""Ranks: if the launcher is killed, its ranks end and remove the launch's temporary files."""


def test_a_launcher_that_is_killed(training):
    training.process.kill()

    # The fixture start fails the spec if a process or a temporary file of the run is left.
    assert training.process.wait() < 0
