"""PyTorch's side of a whole run: `fit.py FOLDER EPOCHS`."""

import copy
import sys
import time

from conversation import serve
from cpu_torch import torch, versions
from optimisers import faster_adam, steps_of
from prepared import Prepared
from ranking import Seen, ndcg, rank
from two_tower import TwoTower, loss_of

prepared = Prepared(sys.argv[1])
epochs = int(sys.argv[2])
options = prepared.options
batch_size, learning_rate = options["batchSize"], options["learningRate"]
train, validation = prepared.pairs("train"), prepared.pairs("validation")
loss_function = loss_of(prepared)
form = faster_adam(
    lambda: TwoTower(prepared, options["dropout"]),
    loss_function,
    [column[:batch_size] for column in train],
    learning_rate,
)


def fit(count):
    torch.manual_seed(prepared.case["seed"])
    began = time.perf_counter()
    model = TwoTower(prepared, options["dropout"])
    step = steps_of([torch.optim.Adam(model.parameters(), lr=learning_rate, **{form: True})])
    seen = Seen(*train, prepared.case["users"])
    best, kept, curve = -1.0, None, []
    for _ in range(epochs):
        for rows in torch.randperm(len(train[0])).split(batch_size):
            step(loss_function(model, train[0][rows], train[1][rows]))
        curve.append(float(ndcg(rank(*model.vectors(), seen, *validation), 50)))
        if curve[-1] > best:
            best, kept = curve[-1], copy.deepcopy(model.state_dict())
    model.load_state_dict(kept)
    model.vectors()
    return {"seconds": time.perf_counter() - began, "curve": curve}


serve({"versions": versions(), "note": f"PyTorch's optimiser: {form}"}, fit)
