"""What mutmut needs to judge what ranks run: a plugin of pytest, see [tool.mutmut]."""

import contextlib
import multiprocessing.forkserver
import multiprocessing.util
import os


def fork_server(_path: str, command: list[str], fds: list[int]) -> int:
    """Fork the server of ranks, in place of starting it, and return its process."""
    pid = os.fork()
    if pid == 0:
        try:
            for fd in range(3, 1024):  # it ends once nobody holds the other end of its pipe
                with contextlib.suppress(OSError):
                    if fd != fds[-1] and os.path.sameopenfile(fd, fds[-1]):
                        os.close(fd)
            exec(command[-1])
        finally:
            os._exit(0)
    return pid


def in_a_forked_run() -> None:
    """mutmut forks a child from a run for each mutant: its ranks come from a server of its own.

    That is forked from the child, which is warm, and still has the one thread. Ranks themselves
    are not: by then a store has more, and some of such ranks were seen to hang.
    """
    vars(multiprocessing.forkserver)["_forkserver"].__init__()
    vars(multiprocessing.util)["spawnv_passfds"] = fork_server


os.register_at_fork(after_in_child=in_a_forked_run)
