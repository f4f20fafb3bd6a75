"""The optimisers of a bench, behind one function that takes a step."""

import time

from cpu_torch import torch


def steps_of(optimisers):
    def step(loss):
        for optimiser in optimisers:
            optimiser.zero_grad(set_to_none=True)
        loss.backward()
        for optimiser in optimisers:
            optimiser.step()

    return step


def sparse_optimisers(model, name, learning_rate):
    """Those that move the touched rows of the id embeddings alone."""
    if name == "adagrad":
        return [torch.optim.Adagrad(model.parameters(), lr=learning_rate)]
    tables = [model.user.ids.weight, model.item.ids.weight]
    rest = [each for each in model.parameters() if all(each is not table for table in tables)]
    return [torch.optim.SparseAdam(tables, lr=learning_rate), torch.optim.Adam(rest, lr=learning_rate, fused=True)]


def faster_adam(new_model, loss, batch, learning_rate, trials=15):
    """Which of Adam's two forms takes a step faster here: its name, tried on models that are thrown away."""
    seconds = {}
    for form in ("fused", "foreach"):
        model = new_model()
        step = steps_of([torch.optim.Adam(model.parameters(), lr=learning_rate, **{form: True})])
        times = []
        for _ in range(trials):
            began = time.perf_counter()
            step(loss(model, *batch))
            times.append(time.perf_counter() - began)
        seconds[form] = min(times)
    return min(seconds, key=seconds.get)
