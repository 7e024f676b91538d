"""pt1h: a spec leaves torch's seed, print options, default dtype and threads as they were.

See torch.set_printoptions.
"""

import torch


def test_torch_is_left_as_it_was(pytestconfig):
    conftest = pytestconfig.pluginmanager.get_plugin(str(pytestconfig.rootpath / "conftest.py"))

    def state():
        return (
            torch.initial_seed(),
            torch.get_rng_state().tolist(),
            str(torch.tensor([1e-9, 1.0])),
            torch.get_default_dtype(),
            torch.get_num_threads(),
        )

    before = state()
    with conftest.torch_as_it_was():
        torch.manual_seed(before[0] + 1)
        torch.set_printoptions(sci_mode=False)
        torch.set_default_dtype(torch.float64)
        torch.set_num_threads(before[-1] + 1)
        assert all(now != then for now, then in zip(state(), before, strict=True))

    assert state() == before
