"""Beyond In [72]: adding a CPU vector to a GPU vector raises an error until one of them is moved.

See torch.Tensor.device.
"""

import pytest
import torch

pytestmark = pytest.mark.gpu


def test_two_devices_do_not_add(gpu):
    on_cpu = torch.tensor([1.0, 2.0, 3.0])
    on_gpu = on_cpu.to("cuda")

    with pytest.raises(RuntimeError, match="same device"):
        on_cpu + on_gpu

    assert (on_cpu.to("cuda") + on_gpu).tolist() == [2.0, 4.0, 6.0]
