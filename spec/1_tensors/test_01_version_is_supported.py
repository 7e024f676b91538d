"""In [1]: torch reports its version, and it is 2.7.0, the document's, or later.

The document's is '2.7.0+cu126'. Another is accepted, so that the specs can tell what is true of
it. What follows the plus names the build, and does not compare.

See torch.
"""

import torch


def test_version_is_supported(printed):
    document = "'2.7.0+cu126'"

    print(repr(torch.__version__))

    release, _, _build = printed().strip("'\n").partition("+")
    oldest, _, _build = document.strip("'").partition("+")
    assert torch.torch_version.TorchVersion(release) >= oldest
