"""After In [74]: two processes train the network through torch.multiprocessing, with gloo.

Each line is one rank's step. Accuracy counts each of the five records once, over both ranks.
"""

import torch

from pt1h.distributed import train_toy_distributed


def test_two_process_run(printed, transcript):
    replicas = train_toy_distributed(nproc=2, device=torch.device("cpu"))

    for replica in replicas:
        print(*replica.lines, sep="\n")
    print(f"[TRAIN ACCURACY] {replicas[0].accuracy * 100}%")

    assert printed() == transcript
    assert [len(replica.lines) for replica in replicas] == [6, 6]
    assert replicas[0].counts == replicas[1].counts == (5, 5)
