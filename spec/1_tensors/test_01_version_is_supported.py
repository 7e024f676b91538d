"""In [1]: torch.__version__ is 2.7.0, the version of the notebook, or later.

The notebook prints '2.7.0+cu126', and the suffix after the plus sign names the build. Later
versions are accepted, so that the specs can test them. torch.__version__ compares as a version
and not as text, so 2.10.0 is later than 2.9.0.

See torch.
"""

import torch


def test_version_is_supported():
    assert torch.__version__ >= "2.7.0"
