"""PyTorch on the CPU, with the threads of a bench."""

import os
import platform
import sys

# The wheel's CUDA code is linked against libraries that the bench's environment holds as empty files; bound lazily, they
# are never asked for anything.
sys.setdlopenflags(os.RTLD_LAZY)

import torch  # noqa: E402

# As TensorFlow does: what Adam remembers of a row that is not met for long would become denormal, and slow. Set before
# the first thread is made, which takes the setting over.
torch.set_flush_denormal(True)
# Said outright, since optimisers of sparse tensors warn where nothing is said.
torch.sparse.check_sparse_tensor_invariants.disable()
torch.set_num_threads(int(os.environ["LONGTAIL_BENCH_THREADS"]))


def versions():
    return {"python": platform.python_version(), "torch": torch.__version__}
