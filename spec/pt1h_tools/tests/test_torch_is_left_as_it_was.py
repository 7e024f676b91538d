"""pt1h: after each spec torch's seed, print options, default dtype and threads are as before.

See torch.set_printoptions.
"""

import pytest
import torch

found = []


@pytest.mark.parametrize("spec", ["one", "the next"])
def test_torch_is_left_as_it_was(spec):
    def state():
        return (
            torch.initial_seed(),
            torch.get_rng_state().tolist(),
            str(torch.tensor([1e-9, 1.0])),
            torch.get_default_dtype(),
            torch.get_num_threads(),
        )

    found.append(state())
    torch.manual_seed(found[-1][0] + 1)
    torch.set_printoptions(sci_mode=False)
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(found[-1][-1] + 1)

    assert all(now != then for now, then in zip(state(), found[-1], strict=True))
    assert found[-1] == found[0]
