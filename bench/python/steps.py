"""PyTorch's side of the training steps: `steps.py check FOLDER OPTIMISER` or `steps.py time FOLDER OPTIMISER`."""

import sys
import time

from conversation import say, serve
from cpu_torch import torch, versions
from optimisers import faster_adam, sparse_optimisers, steps_of
from prepared import Prepared
from two_tower import TwoTower, loss_of


def batches_of(users, items, size):
    """Without end, shuffled anew each time round; whole batches only, as in a block of steps."""
    while True:
        for rows in torch.randperm(len(users)).split(size):
            if len(rows) == size:
                yield users[rows], items[rows]


def main(task, folder, optimiser):
    prepared = Prepared(folder)
    options = prepared.options
    torch.manual_seed(prepared.case["seed"])
    users, items = prepared.pairs("train")
    loss_function = loss_of(prepared)
    sparse = optimiser != "adam"
    dropout = 0.0 if task == "check" else options["dropout"]

    def new_model():
        return TwoTower(prepared, dropout, sparse)

    batches = batches_of(users, items, options["batchSize"])
    learning_rate = options["learningRate"]
    form = None if sparse else faster_adam(new_model, loss_function, next(batches), learning_rate)
    model = new_model()
    if sparse:
        step = steps_of(sparse_optimisers(model, optimiser, learning_rate))
    else:
        step = steps_of([torch.optim.Adam(model.parameters(), lr=learning_rate, **{form: True})])

    if task == "check":
        losses = []
        for rows in prepared.tensor("checked").long().split(options["batchSize"]):
            loss = loss_function(model, users[rows], items[rows])
            losses.append(loss.item())
            step(loss)
        say({"loss": sum(losses) / len(losses)})
        return

    def block(count):
        total = torch.zeros(())
        began = time.perf_counter()
        for _ in range(count):
            loss = loss_function(model, *next(batches))
            step(loss)
            total += loss.detach()
        return {"seconds": time.perf_counter() - began, "loss": total.item() / count}

    serve({"versions": versions(), "note": f"PyTorch's optimiser: {form or optimiser}"}, block)


main(*sys.argv[1:])
